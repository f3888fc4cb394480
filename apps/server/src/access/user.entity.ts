import type { Locale } from '@torch/contracts';
import type { CalendarCountry, Role } from '@torch/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The database tells seconds, which nobody sets. */
const minutes = { from: (time: string | null) => time?.slice(0, 5) ?? null, to: (time: string | null) => time };

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
  @Column('text') country!: CalendarCountry;
  @Column('uuid', { nullable: true }) deputyId!: string | null;
  @Column('time', { transformer: minutes }) morningAt!: string;
  @Column('time', { nullable: true, transformer: minutes }) quietFrom!: string | null;
  @Column('time', { nullable: true, transformer: minutes }) quietTo!: string | null;
  @Column('boolean') active!: boolean;
  @Column('text', { select: false }) passwordHash!: string;
  @Column('timestamptz') passwordChangedAt!: Date;
  @Column('boolean') mustChangePassword!: boolean;
  @Column('timestamptz') createdAt!: Date;
}
