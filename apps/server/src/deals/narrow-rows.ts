import type { RowFilters } from '@torch/contracts';
import { whereName } from '../companies';
import { whereText } from '../leads';
import { Where } from '../platform/database/list';
import { whereDealText } from './deal.queries';

/** Where in SQL the rows of a list behind a figure have what they can be narrowed by. */
export interface RowPlaces {
  /** What the row says itself, where it is neither lead nor deal nor company. */
  words?: string;
  /** Ids of the lead and the deal that it hangs on, or is; null where it hangs on none. */
  lead?: string;
  deal?: string;
  /** Id of the company, by which a row is found that hangs on none of them. */
  company?: string;
  /** Left out, those of the lead; without a lead, the region is the company's. */
  cluster?: string;
  /** Several at once, as an array, instead of one. */
  clusters?: string;
  region?: string;
  owner: string;
  department: string;
  /** The rows are few, and what was removed since is among them: each is looked at by its id. */
  kept?: true;
}

/**
 * Narrows the rows of a list behind a figure. What is confidential is found by its codename alone: nothing else of lead, deal
 * and company is kept with it for searching, and its company is not asked for its name.
 */
export function narrowRows(where: Where, filters: RowFilters, places: RowPlaces): Where {
  const { q, ofCluster, ofRegion, ofOwner, ofDepartment } = filters;
  if (q) where.anyOf(...textOf(q, places));
  const { clusters, cluster = `(SELECT x.cluster FROM leads x WHERE x.id = ${places.lead})` } = places;
  return where
    .when(ofCluster, clusters ? `${clusters} && ?::text[]` : `${cluster} = ANY(?)`)
    .when(ofRegion, `${places.region ?? regionOf(places)} = ANY(?)`)
    .when(ofOwner, `${places.owner} = ANY(?::uuid[])`)
    .when(ofDepartment, `${places.department} = ANY(?::uuid[])`);
}

/** What is found by a search, as a condition about where its id stands. */
function found(search: (where: Where, q: string) => unknown, q: string, among: string): Where {
  const where = new Where();
  search(where, q);
  return where.inside((condition) => `${among} ${condition})`);
}

/** Where a search looks: in the index of what is there, or at one row. */
const among = (id: string, table: string, alias: string, kept?: true): string =>
  kept
    ? `EXISTS (SELECT FROM ${table} ${alias} WHERE ${alias}.id = ${id} AND`
    : `${id} IN (SELECT ${alias}.id FROM ${table} ${alias} WHERE ${alias}.deleted_at IS NULL AND`;

function textOf(q: string, { words, lead, deal, company, kept }: RowPlaces): Where[] {
  const hung = [lead, deal].filter((id) => id !== undefined).map((id) => `${id} IS NULL AND `);
  const named = (where: Where, text: string) => whereName(where, 'c', text);
  return [
    ...(words ? [new Where().add(`strpos(lower(${words}), lower(?)) > 0`, q)] : []),
    ...(lead ? [found(whereText, q, among(lead, 'leads', 'l', kept))] : []),
    ...(deal ? [found(whereDealText, q, among(deal, 'deals', 'd', kept))] : []),
    ...(company ? [found(named, q, `${hung.join('')}${company} IN (SELECT c.id FROM companies c WHERE`)] : []),
  ];
}

function regionOf({ lead, company }: RowPlaces): string {
  const ofLead = `(SELECT x.region FROM leads x WHERE x.id = ${lead})`;
  return company ? `coalesce(${ofLead}, (SELECT y.region FROM companies y WHERE y.id = ${company}))` : ofLead;
}
