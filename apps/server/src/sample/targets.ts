import type { CreateTarget } from '@torch/contracts';
import type { Transaction } from '../platform/database/unit-of-work';
import { insertTarget } from '../targets';

const note = '示例目标';

/**
 * What the sample's figures of this year would come to by its end, if it went on as it did: so that the targets, set around
 * that, stand differently whenever the zone is loaded.
 */
async function yearsEnd(tx: Transaction): Promise<Record<string, number>> {
  const first = `${tx.now.getUTCFullYear()}-01-01`;
  const entered = (stages: string) =>
    `(SELECT count(*) FROM (SELECT deal_id FROM stage_changes WHERE to_stage IN (${stages}) GROUP BY deal_id HAVING min(effective_on) >= $1::date) x)`;
  const money = (kind: string) =>
    `(SELECT coalesce(sum(t.amount * coalesce((SELECT r.rate FROM exchange_rates r WHERE r.currency = t.currency AND r.valid_from <= t.on_date
       ORDER BY r.valid_from DESC LIMIT 1), 1)), 0) FROM funds t WHERE t.kind = '${kind}' AND t.confirmed_at IS NOT NULL AND t.on_date >= $1::date)`;
  const building = `'construction', 'production', 'at_capacity'`;
  const [row] = await tx.query<Record<string, string>>(
    `SELECT ${entered(`'signed', 'registered', 'filed', ${building}`)} AS signed, ${entered(building)} AS started,
       ${money('fundsInPlace')} AS "fundsInPlace", ${money('utilisedForeignCapital')} AS "utilisedForeignCapital",
       (SELECT count(*) FROM visits WHERE status = 'completed' AND starts_at >= $1::date) AS visits`,
    [first],
  );
  const passed = (tx.now.getTime() - Date.parse(`${first}T00:00:00Z`)) / (365 * 86_400_000);
  return Object.fromEntries(
    Object.entries(row ?? {}).map(([name, sum]) => [name, Number(sum) / Math.max(passed, 0.05)]),
  );
}

/** Targets of this year and of its plan, some kept well and some not. */
export async function insertTargets(tx: Transaction): Promise<void> {
  const end = await yearsEnd(tx);
  const year = tx.now.getUTCFullYear();
  const count = (name: string, factor: number, least: number) =>
    String(Math.max(least, Math.round((end[name] ?? 0) * factor)));
  const millions = (name: string, factor: number, least: number) =>
    `${Math.max(least, Math.round(((end[name] ?? 0) * factor) / 1_000_000))}000000`;
  const [korea] = await tx.query<{ id: string }>(`SELECT id FROM departments WHERE name_en = 'Korea team'`);
  const thisYear = { firstYear: year, note } as const;
  const targets: CreateTarget[] = [
    {
      ...thisYear,
      metric: 'utilisedForeignCapital',
      value: millions('utilisedForeignCapital', 1.6, 30),
      currency: 'CNY',
    },
    { ...thisYear, metric: 'fundsInPlace', value: millions('fundsInPlace', 1.2, 100), currency: 'CNY' },
    { ...thisYear, metric: 'signed', value: count('signed', 0.95, 4) },
    { ...thisYear, metric: 'signed', cluster: 'MED', value: count('signed', 0.3, 2) },
    { ...thisYear, metric: 'signed', region: 'KR', value: count('signed', 0.25, 2) },
    { ...thisYear, metric: 'started', value: count('started', 1.25, 3) },
    { ...thisYear, metric: 'producing', value: '3' },
    { ...thisYear, metric: 'visits', value: count('visits', 1.05, 40) },
    ...(korea
      ? [{ ...thisYear, metric: 'visits' as const, departmentId: korea.id, value: count('visits', 0.12, 6) }]
      : []),
    {
      ...thisYear,
      metric: 'signed',
      firstYear: year - ((year - 1) % 5),
      years: 5,
      value: count('signed', 4, 20),
    },
    {
      ...thisYear,
      metric: 'byHand',
      nameZh: '医疗器械与生物医药集群收入',
      nameEn: 'Revenue of the medical devices & biopharma cluster',
      unitZh: '亿元',
      unitEn: 'hundred million CNY',
      cluster: 'MED',
      value: '900',
      done: '610',
      doneOn: new Date(Date.UTC(year, tx.now.getUTCMonth(), 0)).toISOString().slice(0, 10),
    },
  ];
  for (const target of targets) await insertTarget(tx, target);
}
