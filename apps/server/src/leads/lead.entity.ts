import type { ChainGap, LeadStatus } from '@torch/domain';
import { Column, Entity } from 'typeorm';
import { RecordEntity } from '../platform/database/record.entity';

@Entity('leads')
export class LeadEntity extends RecordEntity {
  @Column('text') code!: string;
  @Column('text') title!: string;
  /** The title as it is searched; null stands for its lower case. */
  @Column('text', { nullable: true }) titleText!: string | null;
  @Column('uuid') companyId!: string;
  @Column('text') status!: LeadStatus;
  @Column('text', { nullable: true }) cluster!: string | null;
  @Column('text') region!: string;
  @Column('text', { nullable: true }) park!: string | null;
  @Column('text', { nullable: true }) chainNode!: string | null;
  @Column('text', { nullable: true }) chainGap!: ChainGap | null;
  @Column('text', { nullable: true }) anchor!: string | null;
  @Column('text') channel!: string;
  @Column('text', { nullable: true }) channelNote!: string | null;
  /** Exact decimal as text; null together with its currency. */
  @Column('numeric', { nullable: true }) investmentAmount!: string | null;
  @Column('text', { nullable: true }) investmentCurrency!: string | null;
  @Column('text', { nullable: true }) summary!: string | null;
  @Column('date', { nullable: true }) wakeOn!: string | null;
  @Column('text', { nullable: true }) closeReason!: string | null;
  @Column('timestamptz') lastContactAt!: Date;
  /** Since when it lies in its department's pool; its owner is then the last one who held it. */
  @Column('timestamptz', { nullable: true }) pooledAt!: Date | null;
  /** Silence counts from here, or from the last contact if that was later. */
  @Column('timestamptz') protectedFrom!: Date;
  /** How often the holder was warned of the present silence, and when last. */
  @Column('int') warned!: number;
  @Column('timestamptz', { nullable: true }) warnedAt!: Date | null;
  /** The people named at a confidential lead, the owner among them; null for one that is open. */
  @Column('uuid', { array: true, nullable: true }) confidentialTo!: string[] | null;
  @Column('text', { nullable: true }) codename!: string | null;
  @Column('text', { nullable: true }) codenameText!: string | null;
}
