import { Column, Entity } from 'typeorm';
import { RecordEntity } from '../platform/database/record.entity';

/** A person at a company: personal information, minimal and access-logged. */
@Entity('contacts')
export class ContactEntity extends RecordEntity {
  @Column('uuid') companyId!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) title!: string | null;
  @Column('text', { nullable: true }) phone!: string | null;
  @Column('date', { nullable: true }) phoneVerifiedOn!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  @Column('text', { nullable: true }) wechat!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
}
