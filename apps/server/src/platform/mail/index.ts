export { type MailKind, mailHeaders } from './mail-headers';
export { MailModule } from './mail.module';
export { MailSender } from './mail.sender';
