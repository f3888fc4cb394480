import { Module } from '@nestjs/common';
import { RecycleBinController } from './recycle-bin.controller';
import { RecycleBinService } from './recycle-bin.service';

@Module({ controllers: [RecycleBinController], providers: [RecycleBinService] })
export class RecycleBinModule {}
