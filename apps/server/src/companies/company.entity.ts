import { Column, Entity } from 'typeorm';
import { RecordEntity } from '../platform/database/record.entity';

@Entity('companies')
export class CompanyEntity extends RecordEntity {
  @Column('text', { nullable: true }) nameZh!: string | null;
  @Column('text', { nullable: true }) nameEn!: string | null;
  @Column('text', { nullable: true }) nameLocal!: string | null;
  @Column('text', { nullable: true }) registrationNumber!: string | null;
  @Column('text') country!: string;
  @Column('text') region!: string;
  @Column('uuid', { nullable: true }) parentId!: string | null;
  @Column('text', { nullable: true }) website!: string | null;
  @Column('text', { nullable: true }) address!: string | null;
  @Column('text', { nullable: true }) profile!: string | null;
  /** Who was appointed to look after it, once it has landed. */
  @Column('uuid', { nullable: true }) accountManagerId!: string | null;
  @Column('boolean') confirmed!: boolean;
  /** Derived from the names, for comparing and searching. */
  @Column('text', { array: true }) cores!: string[];
  @Column('text', { array: true }) coreGrams!: string[];
  @Column('text') searchText!: string;
  @Column('text', { array: true }) searchGrams!: string[];
}
