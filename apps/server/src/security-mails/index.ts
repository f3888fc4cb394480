export { SecurityMailsModule } from './security-mails.module';
