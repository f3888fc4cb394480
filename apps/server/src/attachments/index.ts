export { demandFile } from './attachment.service';
export { AttachmentQueries } from './attachment.queries';
export { AttachmentsModule } from './attachments.module';
export { AttachmentSweep } from './sweep';
