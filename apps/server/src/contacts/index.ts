export { ContactEntity } from './contact.entity';
export { ContactService } from './contact.service';
export { ContactsModule } from './contacts.module';
