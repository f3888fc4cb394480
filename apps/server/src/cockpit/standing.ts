import type { Cockpit, StandingDeal } from '@torch/contracts';
import { type Actor, stageLightOf } from '@torch/domain';
import type { DataSource } from 'typeorm';
import { Joined } from './counts';
import type { StageNorm } from './norms';
import { dealsWithin } from './parts';

/** As many of those that have stood longest as the page shows. */
const shown = 10;

/** SQL: the stages with their days, as `s`. */
function stages(joined: Joined, norms: readonly StageNorm[]): string {
  const column = (of: (norm: StageNorm) => unknown, type: string) => `${joined.place(norms.map(of))}::${type}[]`;
  return `unnest(${column(({ stage }) => stage, 'text')}, ${column(({ norm }) => norm, 'int')},
    ${column(({ yellowBefore }) => yellowBefore, 'date')}, ${column(({ redBefore }) => redBefore, 'date')})
    s (stage, norm, yellow_before, red_before)`;
}

/** How many deals of each stage have stood there how long. One statement over the index of stages. */
export async function standingCounts(
  db: DataSource,
  actor: Actor,
  norms: readonly StageNorm[],
): Promise<Cockpit['standing']> {
  const joined = new Joined();
  const conditions = joined.conditions({ where: dealsWithin(actor) });
  const rows: Cockpit['standing'] = await db.query(
    `SELECT s.stage, s.norm, c.total - c.late AS green, c.late - c.red AS yellow, c.red
     FROM ${stages(joined, norms)} CROSS JOIN LATERAL (
       SELECT count(*)::int AS total, count(*) FILTER (WHERE d.stage_since < s.yellow_before)::int AS late,
         count(*) FILTER (WHERE d.stage_since < s.red_before)::int AS red
       FROM deals d WHERE ${conditions} AND d.stage = s.stage) c`,
    joined.values,
  );
  const counted = new Map(rows.map((row) => [row.stage, row]));
  return norms.map(({ stage, norm }) => counted.get(stage) ?? { stage, norm, green: 0, yellow: 0, red: 0 });
}

/** The deals that are beyond their norm by the largest share of it. */
export async function longestStanding(
  db: DataSource,
  actor: Actor,
  norms: readonly StageNorm[],
  today: string,
): Promise<StandingDeal[]> {
  const joined = new Joined();
  const conditions = joined.conditions({ where: dealsWithin(actor) });
  const day = joined.place(today);
  const rows: Omit<StandingDeal, 'light'>[] = await db.query(
    `SELECT d.id, d.code, coalesce(l.codename, d.title) AS title, coalesce(l.codename, c.name) AS "companyName",
       o.display_name AS "ownerName", d.stage, ${day}::date - d.stage_since AS days, d.norm
     FROM (SELECT p.*, s.norm
           FROM ${stages(
             joined,
             norms.filter(({ norm }) => norm !== null),
           )} CROSS JOIN LATERAL (
             SELECT d.* FROM deals d WHERE ${conditions} AND d.stage = s.stage AND d.stage_since < s.yellow_before
             ORDER BY d.stage_since, d.id LIMIT ${shown}) p
           ORDER BY (${day}::date - p.stage_since)::numeric / s.norm DESC, p.id LIMIT ${shown}) d
     JOIN leads l ON l.id = d.lead_id JOIN companies c ON c.id = d.company_id JOIN users o ON o.id = d.owner_id
     ORDER BY (${day}::date - d.stage_since)::numeric / d.norm DESC, d.id`,
    joined.values,
  );
  return rows.map((row) => ({ ...row, light: stageLightOf(row.days, row.norm) }));
}
