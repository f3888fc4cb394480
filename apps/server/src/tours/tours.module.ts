import { Module } from '@nestjs/common';
import { TourController } from './tour.controller';
import { TourQueries } from './tour.queries';
import { TourService } from './tour.service';

@Module({ controllers: [TourController], providers: [TourQueries, TourService] })
export class ToursModule {}
