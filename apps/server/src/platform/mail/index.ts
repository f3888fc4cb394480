export { MailModule } from './mail.module';
export { MailSender } from './mail.sender';
