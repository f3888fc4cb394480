import { type CreateTarget, Problem, type Target, type UpdateTarget } from '@torch/contracts';
import { type Actor, changesBetween, type TargetFlaw, targetFlaws } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { dateIn } from '../platform/time';
import { demandChoosable } from '../reference';
import { TargetQueries, targetsAtMost } from './target.queries';

/** Everything of a target that is set. */
type Values = Required<CreateTarget>;

const columnOf: Readonly<Record<keyof Values, string>> = {
  metric: 'metric',
  kind: 'kind',
  value: 'value',
  currency: 'currency',
  base: 'base',
  baseYear: 'base_year',
  firstYear: 'first_year',
  years: 'years',
  cluster: 'cluster',
  park: 'park',
  region: 'region',
  departmentId: 'department_id',
  nameZh: 'name_zh',
  nameEn: 'name_en',
  unitZh: 'unit_zh',
  unitEn: 'unit_en',
  done: 'done',
  doneOn: 'done_on',
  note: 'note',
};
const fields = Object.keys(columnOf) as (keyof Values)[];

@Injectable()
export class TargetService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: TargetQueries,
    private readonly config: Config,
  ) {}

  create(actor: Actor, input: CreateTarget): Promise<Target> {
    return this.work.run(actor, 'target.edit', async (tx) => {
      const values = valuesOf(null, input);
      demandSound(values, this.today);
      await demandChoosable(tx, choices(values));
      await demandRoom(tx);
      return this.queries.one(await insertTarget(tx, values), tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateTarget): Promise<Target> {
    return this.work.run(actor, 'target.edit', async (tx) => {
      const before = await this.queries.one(id, tx.manager, 'FOR UPDATE OF t');
      await demandVersion(before, version, () => Promise.resolve(before));
      const values = valuesOf(before, input);
      const changes = changesBetween(before, values);
      const changed = Object.keys(changes) as (keyof Values)[];
      if (changed.length === 0) return before;
      demandSound(values, this.today);
      await demandChoosable(
        tx,
        choices(values).filter(([path]) => path in changes),
      );
      await tx.query(
        `UPDATE targets SET version = version + 1, updated_at = now(),
           ${changed.map((field, index) => `${columnOf[field]} = $${index + 2}`).join(', ')} WHERE id = $1`,
        [id, ...changed.map((field) => values[field])],
      );
      await tx.record('target.updated', { subjectType: 'target', subjectId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'target.edit', async (tx) => {
      const before = await this.queries.one(id, tx.manager, 'FOR UPDATE OF t');
      await tx.query('DELETE FROM targets WHERE id = $1', [id]);
      const changes = Object.fromEntries(
        fields.filter((field) => before[field] !== null).map((field) => [field, [before[field], null] as const]),
      );
      await tx.record('target.deleted', { subjectType: 'target', subjectId: id, changes });
    });
  }

  private get today(): string {
    return dateIn(this.config.settings.REPORTING_TIME_ZONE);
  }
}

/** Makes a target with its event. */
export async function insertTarget(tx: Transaction, input: CreateTarget): Promise<string> {
  const [id, values] = [uuid(), valuesOf(null, input)];
  await tx.query(
    `INSERT INTO targets (id, ${fields.map((field) => columnOf[field]).join(', ')})
     VALUES ($1, ${fields.map((_, index) => `$${index + 2}`).join(', ')})`,
    [id, ...fields.map((field) => values[field])],
  );
  const given = Object.fromEntries(fields.map((field) => [field, values[field]]));
  await tx.record('target.created', { subjectType: 'target', subjectId: id, changes: changesBetween(null, given) });
  return id;
}

/** As it will stand: what is not given stays as it was, or is the plainest. */
function valuesOf(before: Values | null, input: Partial<CreateTarget>): Values {
  const plainest = { kind: 'total', years: 1 } as const;
  const all = Object.fromEntries(
    fields.map((field) => [field, input[field] ?? (field in input ? null : (before?.[field] ?? null))]),
  ) as unknown as Values;
  const { value, base, done, ...rest } = {
    ...all,
    kind: all.kind ?? plainest.kind,
    years: all.years ?? plainest.years,
  };
  return { ...rest, value: plain(value), base: plain(base), done: plain(done) };
}

/** As the database tells it again: without noughts that say nothing. */
const plain = (figure: string | null) => {
  const short = figure?.replace(/^0+(?=\d)/, '') ?? null;
  return short?.includes('.') ? short.replace(/\.?0+$/, '') : short;
};

const choices = ({ cluster, park, region }: Values) =>
  [
    ['cluster', 'clusters', cluster],
    ['park', 'parks', park],
    ['region', 'regions', region],
  ] as const;

const sentences: Record<TargetFlaw['code'], string> = {
  required: 'this is needed for such a target',
  'not-money': 'what is counted has no currency',
  'not-whole': 'a count is a whole number',
  'not-positive': 'give a figure above 0',
  'by-records': 'the records themselves tell this',
  'base-of-growth': 'a year belongs to the base of a growth alone',
  'not-before': 'the base must be of a year before the period',
  'same-as-base': 'the target is where it starts from',
  'in-the-future': 'this day has not come yet',
};

/**
 * Beyond the most there may be, a target would be told in no progress.
 * @throws Problem `rule-broken`
 */
async function demandRoom(tx: Transaction): Promise<void> {
  // One at a time: of two that would be the last, the second is refused.
  await tx.query('LOCK TABLE targets IN SHARE ROW EXCLUSIVE MODE');
  const [{ count } = { count: 0 }] = await tx.query<{ count: number }>('SELECT count(*)::int AS count FROM targets');
  if (count >= targetsAtMost)
    throw Problem.field('rule-broken', 'metric', 'too-many', `a zone sets no more than ${targetsAtMost} targets`);
}

/** @throws Problem `rule-broken` naming every field at fault */
function demandSound(values: Values, today: string): void {
  const errors = targetFlaws(values, today).map(({ path, code }) => ({ path, code, message: sentences[code] }));
  if (errors.length > 0) throw new Problem('rule-broken', { errors });
}
