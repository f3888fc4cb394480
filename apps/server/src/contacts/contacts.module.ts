import { Module } from '@nestjs/common';
import { LeadsModule } from '../leads';
import { ContactController } from './contact.controller';
import { ContactService } from './contact.service';

@Module({
  imports: [LeadsModule],
  controllers: [ContactController],
  providers: [ContactService],
  exports: [ContactService],
})
export class ContactsModule {}
