import { FunnelColumns } from '@torch/domain';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../platform/config';
import { allLeads, readLeads } from './lead-rows';

const log = new Logger('funnel');

/**
 * All leads with their ways through the funnel, in the memory of this process. The database stays the truth: what has been
 * committed since the last question is read before the next is answered, so an answer is never older than its question;
 * and everything can be read anew at any time.
 */
@Injectable()
export class FunnelMirror implements OnApplicationBootstrap {
  private table: FunnelColumns | null = null;
  /** Every transaction before this one had ended when the table was last read. */
  private mark = '0';
  private reading: Promise<FunnelColumns> | null = null;
  private next: Promise<FunnelColumns> | null = null;

  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.settings.ROLE === 'worker') return;
    // The first question is not to wait for it; what fails here is told to whoever asks.
    this.fresh().catch((error: Error) => log.warn(`not read yet: ${error.message}`));
  }

  /** The table as of now. Those who ask while it is read wait for one more reading, all of them for the same. */
  fresh(): Promise<FunnelColumns> {
    if (!this.reading) {
      this.reading = this.read().finally(() => {
        this.reading = null;
      });
      return this.reading;
    }
    this.next ??= this.reading
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        return this.fresh();
      });
    return this.next;
  }

  private async read(): Promise<FunnelColumns> {
    if (!this.table) return this.readAll();
    const { table } = this;
    const [since] = (await this.db.query(
      // One statement sees one state: what is committed after it has not ended before the mark that it gives.
      `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS mark, ARRAY(
         SELECT e.lead_id FROM events e WHERE e.transaction >= $1::xid8 AND e.lead_id IS NOT NULL AND e.subject_type IN ('lead', 'deal')
         UNION SELECT l.id FROM events e JOIN leads l ON l.company_id = e.subject_id
           WHERE e.transaction >= $1::xid8 AND e.subject_type = 'company') AS ids`,
      [this.mark],
    )) as [{ mark: string; ids: string[] }];
    if (since.ids.length > 0) {
      const leads = await readLeads(this.db, since.ids, this.timeZone);
      for (const id of since.ids) {
        const lead = leads.get(id);
        if (lead) table.put(lead);
        else table.remove(id);
      }
    }
    this.mark = since.mark;
    return table;
  }

  private async readAll(): Promise<FunnelColumns> {
    const [{ mark }] = (await this.db.query('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS mark')) as [
      { mark: string },
    ];
    const table = new FunnelColumns();
    for await (const leads of allLeads(this.db, this.timeZone)) for (const lead of leads) table.put(lead);
    [this.table, this.mark] = [table, mark];
    return table;
  }

  private get timeZone(): string {
    return this.config.settings.REPORTING_TIME_ZONE;
  }
}
