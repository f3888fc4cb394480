import { addDays, type DealStage, dealStages, normsOfStages, redAfterDays, type ReminderRule } from '@torch/domain';
import type { DataSource } from 'typeorm';
import { overlongRules } from '../funnel';

/** The days by which a stage's deals are told apart: what has stood there since before is yellow, or red. */
export interface StageNorm {
  stage: DealStage;
  norm: number | null;
  yellowBefore: string | null;
  redBefore: string | null;
}

/** The norms of the stages in order, as days before today. One statement. */
export async function normsOf(db: DataSource, today: string): Promise<StageNorm[]> {
  const [row]: { rules: ReminderRule[] }[] = await db.query(`SELECT ${overlongRules} AS rules`);
  const norms = normsOfStages(row?.rules ?? []);
  return dealStages.map((stage) => {
    const norm = norms[stage] ?? null;
    return {
      stage,
      norm,
      yellowBefore: norm === null ? null : addDays(today, -norm),
      redBefore: norm === null ? null : addDays(today, -redAfterDays(norm)),
    };
  });
}
