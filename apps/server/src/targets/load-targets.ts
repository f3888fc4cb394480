import { CreateTarget } from '@torch/contracts';
import type { Transaction } from '../platform/database/unit-of-work';
import data from './data/targets.v1.json';
import { insertTarget } from './target.service';

/** The targets of the zone's plan as the files ship them; from then on the administrator keeps them. */
export async function loadTargets(tx: Transaction): Promise<void> {
  for (const target of data.targets) await insertTarget(tx, CreateTarget.parse(target));
}
