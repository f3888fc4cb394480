import { Module } from '@nestjs/common';
import { FunnelModule } from '../funnel';
import { ExportController } from './export.controller';
import { ExportQueries } from './export.queries';
import { ExportService } from './export.service';

/** The bureau's ledgers as files, with approval, watermark and log. */
@Module({ imports: [FunnelModule], controllers: [ExportController], providers: [ExportQueries, ExportService] })
export class LedgersModule {}
