import type { FollowUpStatus } from '@torch/domain';
import { Column, Entity } from 'typeorm';
import { RecordEntity } from '../platform/database/record.entity';

@Entity('follow_ups')
export class FollowUpEntity extends RecordEntity {
  @Column('text') title!: string;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('timestamptz') dueAt!: Date;
  /** Minutes before the due instant at which the notice goes out. */
  @Column('int') noticeMinutes!: number;
  @Column('text') status!: FollowUpStatus;
  @Column('timestamptz', { nullable: true }) doneAt!: Date | null;
  @Column('uuid') companyId!: string;
  @Column('uuid', { nullable: true }) leadId!: string | null;
  @Column('uuid', { nullable: true }) visitId!: string | null;
}
