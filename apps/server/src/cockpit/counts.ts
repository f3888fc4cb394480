import type { DataSource } from 'typeorm';
import type { Part } from './parts';

/** Conditions of several queries in one statement: each keeps its values, at other places. */
export class Joined {
  readonly values: unknown[] = [];

  conditions({ where }: Pick<Part, 'where'>): string {
    const offset = this.values.length;
    this.values.push(...where.values);
    return where.sql.replace(/\$(\d+)/g, (_, place: string) => `$${Number(place) + offset}`);
  }

  place(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** How many records each part holds, all as of one moment. */
export async function countsOf<Name extends string>(
  db: DataSource,
  parts: Readonly<Record<Name, Part>>,
): Promise<Record<Name, number>> {
  const joined = new Joined();
  const columns = Object.entries<Part>(parts).map(
    ([name, part]) => `(SELECT count(*)::int FROM ${part.from} WHERE ${joined.conditions(part)}) AS "${name}"`,
  );
  const rows: Record<Name, number>[] = await db.query(`SELECT ${columns.join(', ')}`, joined.values);
  return rows[0] as Record<Name, number>;
}

export interface CountOfPerson<Name extends string> {
  part: Name;
  id: string;
  name: string;
  count: number;
}

/** How many records of each part are whose; the parts join their people as `o`. */
export function countsByPerson<Name extends string>(
  db: DataSource,
  parts: Readonly<Record<Name, Part>>,
): Promise<CountOfPerson<Name>[]> {
  const joined = new Joined();
  const selects = Object.entries<Part>(parts).map(
    ([name, part]) =>
      `SELECT '${name}' AS part, o.id, o.display_name AS name, count(*)::int AS count FROM ${part.from}
       WHERE ${joined.conditions(part)} GROUP BY o.id, o.display_name`,
  );
  return db.query(selects.join(' UNION ALL '), joined.values);
}
