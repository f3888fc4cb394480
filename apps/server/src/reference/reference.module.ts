import { Module } from '@nestjs/common';
import { referenceControllers } from './reference.controller';
import { ReferenceService } from './reference.service';

@Module({ controllers: referenceControllers, providers: [ReferenceService] })
export class ReferenceModule {}
