import { Module } from '@nestjs/common';
import { LeadsModule } from '../leads';
import { AttachmentController } from './attachment.controller';
import { AttachmentQueries } from './attachment.queries';
import { AttachmentService } from './attachment.service';
import { AttachmentSweep } from './sweep';

@Module({
  imports: [LeadsModule],
  controllers: [AttachmentController],
  providers: [AttachmentQueries, AttachmentService, AttachmentSweep],
  exports: [AttachmentQueries, AttachmentSweep],
})
export class AttachmentsModule {}
