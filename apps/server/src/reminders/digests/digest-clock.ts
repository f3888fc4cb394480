import { digestTriggers, readsDigest, roles } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { Queues } from '../../platform/queue/queues';
import { ReminderPlanner } from '../planning';

/** Every day ten minutes after midnight of a zone: before anybody's digest of the day, and after any change of clocks. */
const everyDay = '10 0 * * *';

/** As many people as one transaction plans. */
const atOnce = 500;

const readers = roles.filter((role) => digestTriggers.some((trigger) => readsDigest(trigger, role)));

/**
 * Sees to it that everybody's next digests are planned. As a rule each plans the one after it; the look at the beginning of
 * each zone's day finds whoever had none, as after a long absence.
 */
@Injectable()
export class DigestClock {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queues: Queues,
    private readonly planner: ReminderPlanner,
  ) {}

  /** One schedule for each zone in which there are readers; those that nobody lives in any more go. */
  async setSchedules(): Promise<void> {
    const zones: { zone: string }[] = await this.db.query(
      'SELECT DISTINCT time_zone AS zone FROM users WHERE active AND role = ANY($1) ORDER BY 1',
      [readers],
    );
    await this.queues.schedule(
      'digests',
      zones.map(({ zone }) => ({ id: zone, pattern: everyDay, timeZone: zone })),
    );
  }

  /** Plans what is missing of the digests of those who live in a zone. */
  async look(zone: string): Promise<void> {
    let after: string | null = null;
    do after = await this.step(zone, after);
    while (after !== null);
  }

  /** @returns whom the next step comes after; null at the end */
  private step(zone: string, after: string | null): Promise<string | null> {
    return this.work.run('system', null, async (tx) => {
      const people = await tx.query<{ id: string }>(
        `SELECT id FROM users WHERE active AND time_zone = $1 AND role = ANY($2) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT ${atOnce}`,
        [zone, readers, after],
      );
      if (people.length > 0) await this.planner.plan(tx, new Map([['user', new Set(people.map(({ id }) => id))]]));
      return people.length < atOnce ? null : (people.at(-1)?.id ?? null);
    });
  }
}
