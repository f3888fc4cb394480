import { setImmediate } from 'node:timers/promises';
import { addDays, FunnelTable, instantIn, rowText } from '@torch/domain';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../platform/config';
import { dateIn } from '../platform/time';
import { leadOf, leadRow, type LeadRow } from './lead-rows';

const log = new Logger('funnel');

/** As many leads as are read in one go. */
const atOnce = 5_000;
/** As many leads as are compared before others have their turn. */
const comparedAtOnce = 1_000;
/** When, by the clocks of the reporting time zone, what is kept is checked. */
const nightly = '03:30';
const nil = '00000000-0000-0000-0000-000000000000';

/** SQL: the leads of which something was written since the mark `$1`, by their ids. */
const changedSince = `SELECT e.lead_id AS id FROM events e
  WHERE e.transaction >= $1::xid8 AND e.lead_id IS NOT NULL AND e.subject_type IN ('lead', 'deal', 'visit', 'fund')
  -- Of a visit that was put to another lead, the one that it was of before.
  UNION SELECT (e.changes -> 'leadId' ->> 0)::uuid FROM events e
  WHERE e.transaction >= $1::xid8 AND e.subject_type = 'visit' AND e.changes ? 'leadId'
  UNION SELECT l.id FROM events e JOIN leads l ON l.company_id = e.subject_id
  WHERE e.transaction >= $1::xid8 AND e.subject_type = 'company' AND l.deleted_at IS NULL`;

/** A table, and up to where it is known: every transaction before this one had ended when it was last read. */
interface Kept {
  table: FunnelTable;
  mark: string;
}

function put(table: FunnelTable, rows: readonly LeadRow[]): void {
  const [alive, gone] = [rows.filter((row) => row.alive), rows.filter((row) => !row.alive)];
  table.change(
    alive.map(leadOf),
    gone.map(({ id }) => id),
  );
}

/**
 * All leads with their ways through the funnel, in the memory of this process. The database stays the truth: what has been
 * committed since the last question is read before the next is answered, so an answer is never older than its question;
 * and everything can be read anew at any time.
 */
@Injectable()
export class FunnelMirror implements OnApplicationBootstrap, OnApplicationShutdown {
  private kept: Kept | null = null;
  private reading: Promise<FunnelTable> | null = null;
  private next: Promise<FunnelTable> | null = null;
  private timer: NodeJS.Timeout | undefined;
  /** How many leads the last check of this process found wrong. */
  lastCheck: { at: Date; wrong: number } | null = null;

  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.checkNightly();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  /** The table as of now. Those who ask while it is read wait for one more reading, all of them for the same. */
  fresh(): Promise<FunnelTable> {
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

  /**
   * Reads the whole history anew beside what was kept up to date, and compares the two lead by lead. Where they differ, what
   * was read anew takes the place of the other.
   * @returns the leads that were not kept as the history tells them
   */
  async check(): Promise<string[]> {
    const table = await this.fresh();
    const anew = await this.readAll();
    measureAlike(table, anew.table);
    const suspects: string[] = [];
    const ids = [...new Set([...table.ids, ...anew.table.ids])];
    for (let from = 0; from < ids.length; from += comparedAtOnce) {
      suspects.push(...differing(table, anew.table, ids.slice(from, from + comparedAtOnce)));
      await setImmediate();
    }
    // What has changed meanwhile differs by that alone: both are brought to the same moment, and these are compared again.
    while (this.reading) await this.reading.catch(() => undefined);
    const kept = this.kept ?? anew;
    const exclusive = this.catchUp([kept, anew])
      .then(() => kept.table)
      .finally(() => {
        this.reading = null;
      });
    this.reading = exclusive;
    const wrong = await exclusive.then(() => {
      measureAlike(kept.table, anew.table);
      return differing(kept.table, anew.table, suspects);
    });
    this.lastCheck = { at: new Date(), wrong: wrong.length };
    if (wrong.length === 0) return wrong;
    this.kept = anew;
    log.error(`${wrong.length} leads were not kept as the history tells them: ${wrong.slice(0, 10).join(' ')}`);
    return wrong;
  }

  private checkNightly(): void {
    const now = Date.now();
    const today = dateIn(this.timeZone);
    const next = [today, addDays(today, 1)]
      .map((date) => instantIn(date, nightly, this.timeZone).getTime())
      .find((at) => at > now);
    this.timer = setTimeout(
      () => {
        void (this.kept ? this.check() : Promise.resolve())
          .catch((error: Error) => log.warn(`not checked: ${error.message}`))
          .then(() => this.checkNightly());
      },
      (next ?? now + 86_400_000) - now,
    ).unref();
  }

  private async read(): Promise<FunnelTable> {
    if (this.kept) await this.catchUp([this.kept]);
    else this.kept = await this.readAll();
    return this.kept.table;
  }

  /** Reads what was committed since into tables, all of which are then of the same moment. */
  private async catchUp(all: readonly Kept[]): Promise<void> {
    const oldest = all.map(({ mark }) => mark).reduce((one, other) => (BigInt(other) < BigInt(one) ? other : one));
    if (!(await this.hasChanged(oldest))) return;
    // One statement sees one state: what is committed after it had not ended before the mark that it gives.
    const rows: ({ mark: string } & (LeadRow | { id: null }))[] = await this.db.query(
      `WITH changed AS (${changedSince})
       SELECT m.mark, r.* FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS mark) m
       LEFT JOIN LATERAL (SELECT ${leadRow('$2')} FROM leads l JOIN changed USING (id)) r ON true`,
      [oldest, this.timeZone],
    );
    const changed = rows.flatMap((row) => (row.id === null ? [] : [row]));
    for (const kept of all) {
      put(kept.table, changed);
      // There is always one row, with the mark alone where nothing has changed.
      kept.mark = rows[0]?.mark ?? kept.mark;
    }
  }

  /** Mostly nothing has: that is told without planning how all of a lead would be read. */
  private async hasChanged(mark: string): Promise<boolean> {
    const [{ any }] = (await this.db.query(
      `SELECT EXISTS (SELECT FROM events e WHERE e.transaction >= $1::xid8
         AND e.subject_type IN ('lead', 'deal', 'visit', 'fund', 'company')) AS any`,
      [mark],
    )) as [{ any: boolean }];
    return any;
  }

  private async readAll(): Promise<Kept> {
    const [first] = (await this.db.query('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS mark')) as [
      { mark: string },
    ];
    const table = new FunnelTable();
    const behind = (id: string): Promise<LeadRow[]> =>
      this.db.query(`SELECT ${leadRow('$2')} FROM leads l WHERE l.id > $1 ORDER BY l.id LIMIT ${atOnce}`, [
        id,
        this.timeZone,
      ]);
    for (let reading: Promise<LeadRow[]> | null = behind(nil); reading;) {
      const rows: LeadRow[] = await reading;
      const last = rows.length < atOnce ? undefined : rows.at(-1);
      reading = last ? behind(last.id) : null;
      // The database reads on while these are taken in; what fails there is told when it is waited for.
      reading?.catch(() => undefined);
      await setImmediate();
      put(table, rows);
    }
    // What was committed meanwhile is read once more, by the mark of before.
    return { table, mark: first.mark };
  }

  private get timeZone(): string {
    return this.config.settings.REPORTING_TIME_ZONE;
  }
}

/** Working time is not of the history: it is measured by a calendar of its own, when somebody asks for it. */
function measureAlike({ kpis }: FunnelTable, anew: FunnelTable): void {
  if (kpis.clock) anew.measure(kpis.clock);
}

const differing = (one: FunnelTable, other: FunnelTable, ids: readonly string[]) =>
  ids.filter((id) => rowText(one, id) !== rowText(other, id));
