import { Module } from '@nestjs/common';
import { ProblemsModule } from '../problems';
import { TodayController } from './today.controller';
import { TodayQueries } from './today.queries';

@Module({ imports: [ProblemsModule], controllers: [TodayController], providers: [TodayQueries] })
export class TodayModule {}
