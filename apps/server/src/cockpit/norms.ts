import { addDays, type DealStage, dealStages, redAfterDays } from '@torch/domain';
import type { DataSource } from 'typeorm';
import { stageNorms } from '../funnel';

/** The days by which a stage's deals are told apart: what has stood there since before is yellow, or red. */
export interface StageNorm {
  stage: DealStage;
  norm: number | null;
  yellowBefore: string | null;
  redBefore: string | null;
}

/** The norms of the stages in order, as days before today. One statement. */
export async function normsOf(db: DataSource, today: string): Promise<StageNorm[]> {
  const [row]: { norms: Partial<Record<DealStage, number>> | null }[] = await db.query(`SELECT ${stageNorms} AS norms`);
  return dealStages.map((stage) => {
    const norm = row?.norms?.[stage] ?? null;
    return {
      stage,
      norm,
      yellowBefore: norm === null ? null : addDays(today, -norm),
      redBefore: norm === null ? null : addDays(today, -redAfterDays(norm)),
    };
  });
}
