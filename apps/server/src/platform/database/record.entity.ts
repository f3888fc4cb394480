import { Column, PrimaryColumn } from 'typeorm';

/** What every business record has: its version, its owner, and the recycle bin. */
export abstract class RecordEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('int', { default: 1 }) version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
  @Column('timestamptz', { nullable: true }) deletedAt!: Date | null;
  @Column('uuid', { nullable: true }) deletedBy!: string | null;
  @Column('uuid') ownerId!: string;
  @Column('uuid') departmentId!: string;
}

/** The same fields for a new record. */
export const newRecord = (id: string, owner: { ownerId: string; departmentId: string }, now: Date) => ({
  id,
  version: 1,
  createdAt: now,
  updatedAt: now,
  deletedAt: null,
  deletedBy: null,
  ...owner,
});
