import { type LedgerFilters, Problem } from '@torch/contracts';
import { type Actor, exportSettings, type Ledger, type LedgerColumn, ledgerForms, reachOf } from '@torch/domain';
import type pg from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { dealListWhere } from '../deals';
import { leadListWhere, narrowLeads, protectedUntil } from '../leads';
import { Where } from '../platform/database/list';
import { visitListWhere } from '../visits';
import { columnSources, type ColumnSource, ledgerJoins, type Places } from './ledger-columns';

/** What is to be read, and before whose eyes. */
export interface LedgerQuestion {
  actor: Actor;
  ledger: Ledger;
  columns: readonly LedgerColumn[];
  filters: LedgerFilters;
  /** With the confidential records at which the actor is named. */
  confidential: boolean;
  /** With whole phone numbers. */
  unmasked: boolean;
  timeZone: string;
  reportingZone: string;
  /** Of the leads behind a figure of the funnel; null for no such limit. */
  leads: readonly string[] | null;
}

/** One record as it was read: whether it is confidential, then a text for each column. */
export type LedgerRow = [confidential: string, ...cells: (string | null)[]];

/** So many rows are in memory at once. */
const atOnce = 500;
/** A reader who takes nothing for so long is given up, so that no snapshot stays open for them. */
const patience = '2min';

const subjects = {
  lead: { row: 'l', base: 'leads l', sort: 'l.created_at' },
  deal: { row: 'd', base: 'deals d JOIN leads l ON l.id = d.lead_id', sort: 'd.created_at' },
  visit: { row: 'v', base: 'visits v LEFT JOIN leads l ON l.id = v.lead_id', sort: 'v.starts_at' },
} as const;
const sources = columnSources(protectedUntil);

/** The records of a ledger within the reader's reach, by the same conditions as the lists on screen. */
function whereOf(question: LedgerQuestion): Where {
  const { actor, ledger, filters, timeZone, leads } = question;
  const { subject, stages, keepsLost } = ledgerForms[ledger];
  const { funnel: _, ...narrowed } = filters as LedgerFilters<'deals'>;
  const where =
    subject === 'deal'
      ? dealListWhere(actor, narrowed, timeZone)
      : subject === 'visit'
        ? visitListWhere(actor, filters as LedgerFilters<'visits'>, timeZone)
        : leads
          ? // What lies in the pool stands behind figures too, though in no list.
            narrowLeads(
              new Where().add('l.deleted_at IS NULL').shown(actor, 'l.id'),
              narrowed as LedgerFilters<'leads'>,
              timeZone,
            )
          : leadListWhere(actor, narrowed as LedgerFilters<'leads'>, timeZone);
  if (leads) where.add('l.id = ANY(?)', leads);
  if (stages)
    where.add(
      `d.stage = ANY(?) OR d.stage = 'on_hold' AND d.stage_left = ANY(?)${keepsLost ? ` OR d.stage = 'lost' AND d.stage_left = ANY(?)` : ''}`,
      stages,
      stages,
      ...(keepsLost ? [stages] : []),
    );
  if (!question.confidential) where.add('l.confidential_to IS NULL');
  return where;
}

/** How many rows there are, up to one more than a sheet can have. */
export async function countRows(manager: EntityManager, question: LedgerQuestion): Promise<number> {
  const where = whereOf(question);
  const { base } = subjects[ledgerForms[question.ledger].subject];
  const [row]: { rows: number }[] = await manager.query(
    `SELECT count(*)::int AS rows FROM (SELECT FROM ${base} WHERE ${where.sql} LIMIT ${exportSettings.mostRows + 1}) s`,
    where.values,
  );
  return row?.rows ?? 0;
}

/**
 * Reads a ledger through a cursor, in one transaction that sees one state: what is written meanwhile neither moves nor
 * doubles a row. It holds a connection until it is closed.
 */
export class LedgerReader {
  private open = true;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly client: pg.PoolClient,
    private readonly question: LedgerQuestion,
  ) {}

  static async open(db: DataSource, question: LedgerQuestion): Promise<LedgerReader> {
    const runner = db.createQueryRunner();
    try {
      const client: pg.PoolClient = await runner.connect();
      await runner.startTransaction('REPEATABLE READ');
      // All rows are wanted, not the first of them; and a plan of many columns takes longer to compile than to run.
      await runner.query(`SET TRANSACTION READ ONLY; SET LOCAL cursor_tuple_fraction = 1; SET LOCAL jit = off;
        SET LOCAL idle_in_transaction_session_timeout = '${patience}'`);
      return new LedgerReader(runner, client, question);
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  count(): Promise<number> {
    return countRows(this.manager, this.question);
  }

  /** Those that anybody who decides may know of, as they were counted when the sheet was asked for. */
  countTold(): Promise<number> {
    return countRows(this.manager, { ...this.question, confidential: false });
  }

  /** The contacts whose whole numbers will stand in the sheet. */
  contacts(): Promise<{ id: string; companyId: string }[]> {
    if (!this.question.unmasked || !this.question.columns.includes('contactPhone')) return Promise.resolve([]);
    const { from, where, places } = this.parts(['contactPhone']);
    return this.manager.query(
      `SELECT DISTINCT k.id, k.company_id AS "companyId" FROM ${from}
       WHERE ${where.sql} AND k.phone IS NOT NULL AND l.codename IS NULL AND ${places.wholePhone()} ORDER BY k.id`,
      where.values,
    );
  }

  /** The rows in batches, the newest first. */
  async *batches(): AsyncGenerator<LedgerRow[]> {
    const { columns, ledger } = this.question;
    const { row, sort } = subjects[ledgerForms[ledger].subject];
    const { from, where, select } = this.parts(columns);
    await this.client.query(
      `DECLARE ledger NO SCROLL CURSOR FOR SELECT ${select.join(', ')} FROM ${from}
       WHERE ${where.sql} ORDER BY ${sort} DESC, ${row}.id DESC`,
      where.values,
    );
    for (;;) {
      const { rows } = await this.client.query<LedgerRow>({ text: `FETCH ${atOnce} FROM ledger`, rowMode: 'array' });
      if (rows.length > 0) yield rows;
      if (rows.length < atOnce) return;
    }
  }

  /** Gives the connection back; a second time it does nothing. */
  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    try {
      await this.runner.rollbackTransaction();
    } catch {
      // The connection went first, and its transaction with it.
    } finally {
      await this.runner.release();
    }
  }

  /** What the statements of one question are made of; the values stand in `where`, in the order of their places. */
  private parts(columns: readonly LedgerColumn[]) {
    const { actor, ledger, timeZone, reportingZone, unmasked } = this.question;
    const { subject } = ledgerForms[ledger];
    const { row, base } = subjects[subject];
    const where = whereOf(this.question);
    const chosen = columns.map((column): [LedgerColumn, ColumnSource | undefined] => [
      column,
      sources[subject][column],
    ]);
    // Each gets its place when it is first used: a value without a use has no type, and is refused.
    const once = (make: () => string) => {
      let made: string | null = null;
      return () => (made ??= make());
    };
    const place = (value: unknown) => `$${where.values.push(value)}`;
    const places: Places = {
      zone: once(() => `${place(timeZone)}::text`),
      reportingZone: once(() => `${place(reportingZone)}::text`),
      wholePhone: once(() => (unmasked ? contactWithin(actor, place) : 'false')),
    };
    const select = [
      '(l.codename IS NOT NULL)::text',
      ...chosen.map(([, source]) => (source ? source.sql(places) : 'NULL')),
    ];
    const joins = new Set(chosen.flatMap(([, source]) => source?.join ?? []));
    const from = [
      base,
      `JOIN companies c ON c.id = ${row}.company_id`,
      ...[...joins].map((join) => ledgerJoins[join](row)),
    ].join(' ');
    return { from, where, select, places };
  }
}

/** SQL: whether the actor may open contact `k`. */
function contactWithin(actor: Actor, place: (value: unknown) => string): string {
  switch (reachOf(actor.role, 'contact.read')) {
    case 'all':
      return 'true';
    case 'department':
      return `k.department_id = ANY(${place(actor.departmentIds)})`;
    case 'own':
      return `k.owner_id = ${place(actor.id)}`;
    case null:
      throw new Problem('not-allowed');
  }
}
