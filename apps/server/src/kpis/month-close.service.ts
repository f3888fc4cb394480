import { type CloseMonth, type MonthClose, Problem } from '@torch/contracts';
import type { Actor, KpiRecord } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Config } from '../platform/config';
import { Where } from '../platform/database/list';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { dateIn } from '../platform/time';
import { KpiFacts } from './kpi-facts';
import { spanOfMonth } from './month';
import { MonthCloseQueries } from './month-close.queries';

/** Freezes the figures of a month that is over. */
@Injectable()
export class MonthCloseService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly facts: KpiFacts,
    private readonly queries: MonthCloseQueries,
    private readonly config: Config,
  ) {}

  /**
   * Closes a month of the whole zone: what is confidential is frozen too, for those who are named there.
   * @throws Problem `rule-broken` for a month that is not over, `already-exists` for one that is closed
   */
  close(actor: Actor, { month }: CloseMonth): Promise<MonthClose> {
    return this.work.run(actor, 'month.close', async (tx) => {
      const { REPORTING_TIME_ZONE: timeZone, REPORTING_CURRENCY: reporting } = this.config.settings;
      if (month >= dateIn(timeZone, tx.now).slice(0, 7))
        throw Problem.field('rule-broken', 'month', 'not-over', 'a month is closed when it is over');
      const id = uuid();
      // Whoever closes the same month at the same time waits here, and is told.
      const made = await tx.query<{ id: string }>(
        `INSERT INTO month_closes (id, month, closed_by, time_zone, reporting_currency) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (month) DO NOTHING RETURNING id`,
        [id, month, actor.id, timeZone, reporting],
      );
      if (made.length === 0) throw Problem.field('already-exists', 'month', 'closed', 'the month is closed already');
      let records = 0;
      for await (const batch of this.facts.read(tx.manager, new Where(), spanOfMonth(month, timeZone, reporting), {
        withFunnel: true,
      })) {
        await freeze(tx, id, batch.records);
        records += batch.records.length;
      }
      await tx.record('monthClose.closed', {
        subjectType: 'monthClose',
        subjectId: id,
        data: { month, records },
      });
      return this.queries.close(month, tx.manager);
    });
  }
}

const freeze = (tx: Transaction, closeId: string, records: readonly KpiRecord[]): Promise<unknown[]> =>
  tx.query(
    `INSERT INTO month_close_records (id, close_id, kind, record_id, lead_id, code, owner_id, department_id, confidential_to,
       cluster, region, park, entries)
     SELECT r.key, $1, r.kind, r.id, r."leadId", r.code, r."ownerId", r."departmentId", r."confidentialTo", r.cluster, r.region, r.park, r.entries
     FROM jsonb_to_recordset($2) r (key uuid, kind text, id uuid, "leadId" uuid, code text, "ownerId" uuid, "departmentId" uuid,
       "confidentialTo" uuid[], cluster text, region text, park text, entries jsonb)`,
    [closeId, JSON.stringify(records.map((record) => ({ ...record, key: uuid() })))],
  );
