import { referenceSchemas } from '@torch/contracts';
import type { ReferenceKind } from '@torch/domain';
import type { Transaction } from '../platform/database/unit-of-work';
import data from './data/reference.v1.json';
import { insertReference } from './reference.service';

/** The zone's model as the files ship it; from then on the database is the truth. */
export async function loadReference(tx: Transaction): Promise<void> {
  for (const [kind, items] of Object.entries(data.lists) as [ReferenceKind, object[]][])
    for (const item of items) await insertReference(tx, kind, referenceSchemas[kind].create.parse(item));
}
