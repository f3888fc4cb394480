import { FunnelColumns } from '@torch/domain';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../platform/config';
import { leadOf, leadRow, type LeadRow } from './lead-rows';

const log = new Logger('funnel');

/** As many leads as are read in one go. */
const atOnce = 5_000;
const nil = '00000000-0000-0000-0000-000000000000';

function put(table: FunnelColumns, row: LeadRow): void {
  if (row.alive) table.put(leadOf(row));
  else table.remove(row.id);
}

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
    // One statement sees one state: what is committed after it had not ended before the mark that it gives.
    const rows: ({ mark: string } & (LeadRow | { id: null }))[] = await this.db.query(
      `WITH changed AS (
         SELECT e.lead_id AS id FROM events e WHERE e.transaction >= $1::xid8 AND e.lead_id IS NOT NULL AND e.subject_type IN ('lead', 'deal')
         UNION SELECT l.id FROM events e JOIN leads l ON l.company_id = e.subject_id
           WHERE e.transaction >= $1::xid8 AND e.subject_type = 'company' AND l.deleted_at IS NULL)
       SELECT m.mark, r.* FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS mark) m
       LEFT JOIN LATERAL (SELECT ${leadRow('$2')} FROM leads l JOIN changed USING (id)) r ON true`,
      [this.mark, this.timeZone],
    );
    for (const row of rows) if (row.id !== null) put(table, row);
    // There is always one row, with the mark alone where nothing has changed.
    this.mark = rows[0]?.mark ?? this.mark;
    return table;
  }

  private async readAll(): Promise<FunnelColumns> {
    const [first] = (await this.db.query('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS mark')) as [
      { mark: string },
    ];
    const table = new FunnelColumns();
    for (let after = nil; ;) {
      const rows: LeadRow[] = await this.db.query(
        `SELECT ${leadRow('$2')} FROM leads l WHERE l.id > $1 ORDER BY l.id LIMIT ${atOnce}`,
        [after, this.timeZone],
      );
      for (const row of rows) put(table, row);
      const last = rows.at(-1);
      if (!last || rows.length < atOnce) break;
      after = last.id;
    }
    // What was committed meanwhile is read once more, by the mark of before.
    [this.table, this.mark] = [table, first.mark];
    return table;
  }

  private get timeZone(): string {
    return this.config.settings.REPORTING_TIME_ZONE;
  }
}
