import { addDays, dateIn } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../platform/database/unit-of-work';
import type { Person } from './people';

/** One week away, three weeks ahead: the officer of the domestic team, while the colleague for Korea stands in. */
export async function insertAbsence(tx: Transaction, officers: ReadonlyMap<string, Person>): Promise<void> {
  const [away, deputy] = [officers.get('home'), officers.get('KR')];
  if (!away || !deputy) return;
  const fromOn = addDays(dateIn(tx.now, 'Asia/Shanghai'), 21);
  const id = uuid();
  await tx.query('INSERT INTO absences (id, user_id, deputy_id, from_on, to_on) VALUES ($1, $2, $3, $4, $5)', [
    id,
    away.id,
    deputy.id,
    fromOn,
    addDays(fromOn, 6),
  ]);
  await tx.record('absence.created', { subjectType: 'absence', subjectId: id, data: { userId: away.id } });
}
