import type { Attendee, ItineraryStop, NextStep } from '@torch/contracts';
import type { VisitKind, VisitStatus } from '@torch/domain';
import { Column, Entity } from 'typeorm';
import { RecordEntity } from '../platform/database/record.entity';

@Entity('visits')
export class VisitEntity extends RecordEntity {
  @Column('text') kind!: VisitKind;
  @Column('text') status!: VisitStatus;
  @Column('text') subject!: string;
  @Column('uuid') companyId!: string;
  @Column('uuid', { nullable: true }) leadId!: string | null;
  @Column('timestamptz') startsAt!: Date;
  @Column('timestamptz', { nullable: true }) endsAt!: Date | null;
  @Column('text', { nullable: true }) location!: string | null;
  @Column('text', { nullable: true }) participants!: string | null;
  @Column('text', { nullable: true }) minutes!: string | null;
  @Column('text', { nullable: true }) commitments!: string | null;
  @Column('text', { nullable: true }) nextStep!: string | null;
  @Column('text', { nullable: true }) purpose!: string | null;
  @Column('text', { nullable: true }) talkingPoints!: string | null;
  @Column('text', { nullable: true }) vehicles!: string | null;
  @Column('text', { nullable: true }) materials!: string | null;
  @Column('text', { nullable: true }) results!: string | null;
  @Column('text', { nullable: true }) city!: string | null;
  @Column('jsonb', { default: [] }) itinerary!: ItineraryStop[];
  @Column('jsonb', { default: [] }) hosts!: Attendee[];
  @Column('jsonb', { default: [] }) guests!: Attendee[];
  @Column('jsonb', { default: [] }) nextSteps!: NextStep[];
  @Column('uuid', { nullable: true }) tourId!: string | null;
}
