import type { RowFilters } from '@torch/contracts';
import type { KpiRecord } from '@torch/domain';
import type { DataSource } from 'typeorm';
import { narrowRows, type RowPlaces } from '../deals';
import { Where } from '../platform/database/list';

/** Where a record `r` of a month has what its lists are narrowed by: as it was kept, or counted, not as it is elsewhere by now. */
export const keptPlaces: RowPlaces = {
  lead: 'r.record_id',
  deal: 'r.record_id',
  cluster: 'r.cluster',
  region: 'r.region',
  owner: 'r.owner_id',
  department: 'r.department_id',
  kept: true,
};

const columns = [
  ['uuid', ({ id }: KpiRecord) => id],
  ['text', ({ cluster }: KpiRecord) => cluster],
  ['text', ({ region }: KpiRecord) => region],
  ['uuid', ({ ownerId }: KpiRecord) => ownerId],
  ['uuid', ({ departmentId }: KpiRecord) => departmentId],
] as const;

/**
 * Of items, those to whose records a list is narrowed. One statement, and none where nothing is asked.
 * @param recordOf what an item is about
 */
export async function narrowed<T>(
  db: DataSource,
  items: readonly T[],
  recordOf: (item: T) => KpiRecord,
  filters: RowFilters,
): Promise<readonly T[]> {
  const where = narrowRows(new Where(), filters, keptPlaces);
  if (where.sql === 'TRUE' || items.length === 0) return items;
  const records = items.map(recordOf);
  const arrays = columns.map(([type], index) => `$${where.values.length + index + 1}::${type}[]`);
  const rows: { place: number }[] = await db.query(
    `SELECT r.place::int FROM unnest(${arrays.join(', ')})
       WITH ORDINALITY r (record_id, cluster, region, owner_id, department_id, place) WHERE ${where.sql}`,
    [...where.values, ...columns.map(([, value]) => records.map(value))],
  );
  const places = new Set(rows.map(({ place }) => place));
  return items.filter((_, index) => places.has(index + 1));
}
