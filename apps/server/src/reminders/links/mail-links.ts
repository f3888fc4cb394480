import {
  actsOn,
  daysOfAct,
  type MailAct,
  mailLinkDays,
  type ReminderSubject,
  type ReminderTrigger,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { MatterActs } from '../../mails';
import { Config } from '../../platform/config';
import type { Transaction } from '../../platform/database/unit-of-work';
import { signToken } from './mail-token';

/** What links are made about. */
export interface Linked {
  id: string;
  userId: string | null;
  subjectType: ReminderSubject;
  subjectId: string;
  trigger: ReminderTrigger | null;
  leadId: string | null;
}

/** The links under a reminder in a mail. */
@Injectable()
export class MailLinks {
  private kept: Buffer | null = null;

  constructor(private readonly config: Config) {}

  /** What this installation signs links with. It is made by the migration and never leaves the database and this process. */
  async key(manager: EntityManager): Promise<Buffer> {
    if (this.kept) return this.kept;
    const [row]: { secret: Buffer }[] = await manager.query('SELECT secret FROM link_keys');
    if (!row) throw new Error('there is no key for links');
    return (this.kept = row.secret);
  }

  /** What a reader can do about a reminder from its mail; what makes no sense for its record is not offered. */
  async mailLinksFor(tx: Transaction, reminder: Linked): Promise<MatterActs | null> {
    const { id, userId, subjectType, trigger } = reminder;
    if (!userId) return null;
    const key = await this.key(tx.manager);
    const expires = Math.floor(tx.now.getTime() / 1000) + mailLinkDays * 86_400;
    const link = (act: MailAct) => this.page(`/m/${signToken({ reminderId: id, userId, act, expires }, key)}`);
    const acts = actsOn(subjectType, trigger);
    return {
      done: acts.includes('done') ? link('done') : null,
      snooze: acts.flatMap((act) => {
        const days = daysOfAct(act);
        return days ? [{ days, link: link(act) }] : [];
      }),
      logVisit: this.logVisit(reminder),
    };
  }

  /** Behind the sign-in: what is logged wants words. */
  private logVisit({ subjectType, subjectId, trigger, leadId }: Linked): string | null {
    if (trigger === 'visit.minutes') return this.page(`/visits/${subjectId}/edit`);
    const isTalk = subjectType === 'lead' || subjectType === 'deal' || subjectType === 'followUp';
    return isTalk && leadId ? this.page(`/quick-log?lead=${leadId}`) : null;
  }

  private page(path: string): string {
    return `${this.config.publicUrl}${path}`;
  }
}
