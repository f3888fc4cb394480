import type { Locale } from '@torch/contracts';
import type { Role } from '@torch/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('users')
export class UserEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('int', { default: 1 }) version!: number;
  @Column('text') username!: string;
  @Column('text') displayName!: string;
  @Column('text', { nullable: true }) email!: string | null;
  @Column('text') role!: Role;
  @Column('uuid') departmentId!: string;
  @Column('text') locale!: Locale;
  @Column('text') timeZone!: string;
  @Column('boolean') active!: boolean;
  @Column('text', { select: false }) passwordHash!: string;
  @Column('timestamptz') passwordChangedAt!: Date;
  @Column('boolean') mustChangePassword!: boolean;
  @Column('timestamptz') createdAt!: Date;
}
