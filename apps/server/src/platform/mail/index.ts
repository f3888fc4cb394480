export { mailHeaders } from './mail-headers';
export { MailModule } from './mail.module';
export { MailQueries } from './mail.queries';
export { MailSender } from './mail.sender';
export { MailServer, mailServerAwaySince } from './mail-server';
export { type MailAttachment, type OutgoingMail, queueMail } from './queue-mail';
