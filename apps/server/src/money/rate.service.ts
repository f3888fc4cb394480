import {
  type CreateRate,
  type ExchangeRate,
  type ImportedRates,
  Problem,
  type RateQuery,
  type UpdateRate,
} from '@torch/contracts';
import { type Actor, changesBetween, type Rate, readRates, type SheetFlaw } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Config } from '../platform/config';
import { listPage, Where } from '../platform/database/list';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';

const columns = `r.id, r.version, r.currency, r.valid_from::text AS "validFrom", trim_scale(r.rate)::text AS rate,
  r.reporting_currency AS "reportingCurrency", r.updated_at AS "updatedAt"`;

/** As many objections as an answer should hold; whoever mends these sees the next. */
const flawsShown = 50;

@Injectable()
export class RateService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly config: Config,
  ) {}

  private get reporting(): string {
    return this.config.settings.REPORTING_CURRENCY;
  }

  /** Rates to the reporting currency of today; what led to another stays kept, and out of use. */
  async page({ q, currency, sort, limit, cursor }: RateQuery) {
    const page = await listPage<ExchangeRate>(this.db, {
      select: columns,
      from: 'exchange_rates r',
      where: new Where()
        .add('r.reporting_currency = ?', this.reporting)
        .when(q, 'strpos(lower(r.currency), lower(?)) > 0')
        .when(currency, 'r.currency = ANY(?)'),
      sort: { column: 'r.valid_from', type: 'date', descending: sort.startsWith('-') },
      alias: 'r',
      limit,
      cursor,
    });
    return { ...page, reportingCurrency: this.reporting };
  }

  create(actor: Actor, input: CreateRate): Promise<ExchangeRate> {
    return this.work.run(actor, 'rate.edit', async (tx) => {
      this.demandForeign(input.currency);
      const id = await insertRate(tx, input, this.reporting);
      await tx.record('exchangeRate.created', about(id, changesBetween(null, input)));
      return this.one(id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateRate): Promise<ExchangeRate> {
    return this.work.run(actor, 'rate.edit', async (tx) => {
      const before = await this.one(id, tx.manager, 'FOR UPDATE');
      await demandVersion(before, version, () => Promise.resolve(before));
      const { currency, validFrom, rate } = { ...before, ...input };
      this.demandForeign(currency);
      const changes = changesBetween(before, { currency, validFrom, rate });
      if (Object.keys(changes).length === 0) return before;
      await tx.query(
        `UPDATE exchange_rates SET currency = $2, valid_from = $3, rate = $4, version = version + 1, updated_at = now() WHERE id = $1`,
        [id, currency, validFrom, rate],
      );
      await tx.record('exchangeRate.updated', about(id, changes));
      return this.one(id, tx.manager);
    });
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'rate.edit', async (tx) => {
      const { currency, validFrom, rate } = await this.one(id, tx.manager, 'FOR UPDATE');
      await tx.query('DELETE FROM exchange_rates WHERE id = $1', [id]);
      const changes = { currency: [currency, null], validFrom: [validFrom, null], rate: [rate, null] } as const;
      await tx.record('exchangeRate.deleted', about(id, changes));
    });
  }

  /**
   * Takes rows of rates in, all or none. What stands already changes nothing; another rate of the same day takes its place.
   * @param rows with the headings first
   * @throws Problem `rule-broken` at `rows.<row>.<column>` for each flaw, the first fifty of them
   */
  import(actor: Actor, rows: readonly (readonly string[])[], fileName: string): Promise<ImportedRates> {
    const { rates, flaws } = readRates(rows, this.reporting);
    if (flaws.length > 0) throw refusal(flaws);
    return this.work.run(actor, 'rate.edit', async (tx) => {
      // Two files at once wait for each other instead of running into each other's rows.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('exchange_rates'))`);
      const standing = await this.standing(tx, rates);
      const counts = { created: 0, updated: 0, unchanged: 0 };
      for (const rate of rates) {
        const before = standing.get(keyOf(rate));
        if (before?.rate === rate.rate) {
          counts.unchanged += 1;
          continue;
        }
        counts[before ? 'updated' : 'created'] += 1;
        const id = before?.id ?? (await insertRate(tx, rate, this.reporting));
        if (before)
          await tx.query(
            'UPDATE exchange_rates SET rate = $2, version = version + 1, updated_at = now() WHERE id = $1',
            [id, rate.rate],
          );
        const { currency, validFrom } = rate;
        const changes = before ? { rate: [before.rate, rate.rate] as const } : changesBetween(null, rate);
        await tx.record('exchangeRate.imported', { ...about(id, changes), data: { fileName, currency, validFrom } });
      }
      return counts;
    });
  }

  private async standing(tx: Transaction, rates: readonly Rate[]): Promise<Map<string, ExchangeRate>> {
    const rows = await tx.query<ExchangeRate>(
      `SELECT ${columns} FROM exchange_rates r JOIN unnest($2::text[], $3::date[]) g (currency, day)
         ON g.currency = r.currency AND g.day = r.valid_from WHERE r.reporting_currency = $1 FOR UPDATE OF r`,
      [this.reporting, rates.map(({ currency }) => currency), rates.map(({ validFrom }) => validFrom)],
    );
    return new Map(rows.map((row) => [keyOf(row), row]));
  }

  private demandForeign(currency: string): void {
    if (currency === this.reporting)
      throw Problem.field('rule-broken', 'currency', 'reporting-currency', sentences['reporting-currency']);
  }

  /** @throws Problem `not-found` */
  private async one(id: string, manager: EntityManager, lock = ''): Promise<ExchangeRate> {
    const rows: ExchangeRate[] = await manager.query(
      `SELECT ${columns} FROM exchange_rates r WHERE r.id = $1 AND r.reporting_currency = $2 ${lock}`,
      [id, this.reporting],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }
}

const about = (subjectId: string, changes: ReturnType<typeof changesBetween>) =>
  ({ subjectType: 'exchangeRate', subjectId, changes }) as const;

const keyOf = ({ currency, validFrom }: Pick<Rate, 'currency' | 'validFrom'>) => `${currency} ${validFrom}`;

async function insertRate(tx: Transaction, { currency, validFrom, rate }: Rate, reporting: string): Promise<string> {
  const id = uuid();
  await tx.query(
    'INSERT INTO exchange_rates (id, currency, reporting_currency, valid_from, rate) VALUES ($1, $2, $3, $4, $5)',
    [id, currency, reporting, validFrom, rate],
  );
  return id;
}

const sentences: Record<SheetFlaw['code'], string> = {
  'column-missing': 'the first row must name the columns currency, date and rate',
  currency: 'give the three letters of a currency, such as USD',
  'reporting-currency': 'the reporting currency has no rate to itself',
  date: 'give a date such as 2026-03-01',
  rate: 'write a number above 0 with at most ten places',
  'given-twice': 'the file gives another rate for the same currency and day',
  'no-rows': 'the file has no rows below the headings',
  'too-many-rows': 'a file may have 5000 rows; split it',
};

function refusal(flaws: readonly SheetFlaw[]): Problem {
  const errors = flaws.slice(0, flawsShown).map(({ row, column, code }) => ({
    path: `rows.${row}.${column}`,
    code,
    message: `row ${row}, ${column}: ${sentences[code]}`,
  }));
  return new Problem('rule-broken', { detail: errors.map(({ message }) => message).join('; '), errors });
}
