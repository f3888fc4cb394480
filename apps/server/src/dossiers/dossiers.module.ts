import { Module } from '@nestjs/common';
import { VisitsModule } from '../visits';
import { DossierController } from './dossier.controller';
import { DossierQueries } from './dossier.queries';
import { DossierService } from './dossier.service';

@Module({ imports: [VisitsModule], controllers: [DossierController], providers: [DossierQueries, DossierService] })
export class DossiersModule {}
