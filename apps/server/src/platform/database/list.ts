import { type Page, Problem } from '@torch/contracts';
import { type Actor, type Permission, reachOf } from '@torch/domain';
import type { DataSource } from 'typeorm';

/** Conditions of a query, each with its values; `?` stands for the next value. */
export class Where {
  private readonly conditions: string[] = [];
  readonly values: unknown[] = [];

  add(condition: string, ...values: unknown[]): this {
    let index = this.values.length;
    this.conditions.push(condition.replace(/\?/g, () => `$${++index}`));
    this.values.push(...values);
    return this;
  }

  /** Adds the condition when the value is given. */
  when(value: unknown, condition: string): this {
    return value === undefined ? this : this.add(condition, value);
  }

  /** Adds that the column holds one of the values, when there are any; a single one keeps the order of an index behind it. */
  oneOf(values: readonly string[] | undefined, column: string): this {
    if (values?.length === 1) return this.add(`${column} = ?`, values[0]);
    return this.when(values, `${column} = ANY(?)`);
  }

  /**
   * Reach is a WHERE: what `may` answers for one record, this answers for a list.
   * @param lead where the id of the lead stands on which the record hangs, for records that can be confidential
   * @param options.ownersLead for leads and deals, which are whose their lead is: only what lies beyond the reach needs a
   *   name, so that most queries are spared a condition that keeps an index from serving
   */
  within(actor: Actor, permission: Permission, alias: string, lead?: string, { ownersLead = false } = {}): this {
    const reach = reachOf(actor.role, permission);
    if (!reach) throw new Problem('not-allowed');
    const named = lead && ((reach !== 'all' && ownersLead && actor.namedBeyond?.[reach]) || actor.namedIn);
    const or = (condition: string, value: unknown) =>
      named?.length ? this.add(`${condition} OR ${lead} = ANY(?)`, value, named) : this.add(condition, value);
    if (reach === 'department') {
      const [only, ...others] = actor.departmentIds;
      if (others.length > 0) or(`${alias}.department_id = ANY(?)`, actor.departmentIds);
      else or(`${alias}.department_id = ?`, only);
    }
    if (reach === 'own') or(`${alias}.owner_id = ?`, actor.id);
    return lead ? this.shown(actor, lead) : this;
  }

  /** Hides what hangs on a confidential lead from everybody who is not named there. */
  shown(actor: Actor, lead: string): this {
    // The few confidential leads are looked up once for the whole query.
    const open = `${lead} IS NULL OR ${lead} NOT IN (SELECT id FROM leads WHERE confidential_to IS NOT NULL)`;
    return this.orNamed(actor, lead, open);
  }

  /** Adds a condition that does not hold for the confidential leads at which the actor is named. */
  orNamed(actor: Actor, lead: string, condition: string, ...values: unknown[]): this {
    if (!actor.namedIn?.length) return this.add(condition, ...values);
    return this.add(`${condition} OR ${lead} = ANY(?)`, ...values, actor.namedIn);
  }

  /** Adds that one of these holds. */
  anyOf(...others: readonly Where[]): this {
    const conditions = others.map(({ sql, values }) => {
      const offset = this.values.length;
      this.values.push(...values);
      return sql.replace(/\$(\d+)/g, (_, place: string) => `$${Number(place) + offset}`);
    });
    this.conditions.push(conditions.map((condition) => `(${condition})`).join(' OR ') || 'FALSE');
    return this;
  }

  /** All of it as one condition about something else, such as that it is found among these. */
  inside(condition: (sql: string) => string): Where {
    const outer = new Where();
    outer.values.push(...this.values);
    outer.conditions.push(condition(this.sql));
    return outer;
  }

  get sql(): string {
    return this.conditions.length === 0 ? 'TRUE' : this.conditions.map((condition) => `(${condition})`).join(' AND ');
  }
}

export interface ListSpec {
  select: string;
  /** Tables that filters and sort need. */
  from: string;
  /** Tables that only the select needs; joined after the page is cut. */
  join?: string;
  where: Where;
  /** Column by which it is sorted, from an allow-list, with its type for the cursor. */
  sort: { column: string; type: 'timestamptz' | 'date' | 'text' | 'integer'; descending: boolean };
  /** Alias of the main table, which has an `id`. */
  alias: string;
  limit: number;
  cursor?: string | undefined;
}

/** Beyond this a count says only that there are more. */
const exactUpTo = 10_000;

/** Cursor behind the row with this value of the sort column. */
export const cursorOf = (value: string, id: string): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url');

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const cursorShapes = {
  timestamptz: /^\d{4,6}-\d\d-\d\d[ T][\d:.]+([+-][\d:]+|Z)?$/,
  date: /^\d{4,6}-\d\d-\d\d$/,
  text: /^[^\0]*$/s,
  integer: /^-?\d{1,9}$/,
} as const;

function decode(cursor: string, type: ListSpec['sort']['type']): [string, string] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [value, id] = parsed as unknown[];
      if (typeof value === 'string' && typeof id === 'string' && cursorShapes[type].test(value) && uuidShape.test(id))
        return [value, id];
    }
  } catch {
    // Falls through to the one answer for every unreadable cursor.
  }
  throw Problem.field('malformed', 'cursor', 'invalid', 'take the cursor from the page before, with the same sort');
}

/** One page by keyset, with a count that is exact up to 10,000. */
export async function listPage<Row extends object>(db: DataSource, spec: ListSpec): Promise<Page<Row>> {
  const { alias, sort, where } = spec;
  const countSql = `SELECT count(*)::int AS total FROM (SELECT 1 FROM ${spec.from} WHERE ${where.sql} LIMIT ${exactUpTo + 1}) counted`;
  const counted = db.query(countSql, [...where.values]) as Promise<{ total: number }[]>;
  // Awaited below; until then a failure must not count as unhandled.
  counted.catch(() => undefined);

  const values = [...where.values];
  let after = '';
  if (spec.cursor) {
    values.push(...decode(spec.cursor, sort.type));
    after = `AND (${sort.column}, ${alias}.id) ${sort.descending ? '<' : '>'} ($${values.length - 1}::${sort.type}, $${values.length}::uuid)`;
  }
  const direction = sort.descending ? 'DESC' : 'ASC';
  const rows: (Row & { id: string; cursor_key: string })[] = await db.query(
    `WITH page AS (
       SELECT ${alias}.*, (${sort.column})::text AS cursor_key
       FROM ${spec.from}
       WHERE ${where.sql} ${after}
       ORDER BY ${sort.column} ${direction}, ${alias}.id ${direction}
       LIMIT ${spec.limit + 1}
     )
     SELECT ${spec.select}, ${alias}.cursor_key
     FROM page ${alias} ${spec.join ?? ''}
     ORDER BY ${sort.column} ${direction}, ${alias}.id ${direction}`,
    values,
  );
  const total = (await counted)[0]?.total ?? 0;
  const items = rows.slice(0, spec.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > spec.limit && last ? cursorOf(last.cursor_key, last.id) : null,
    total: Math.min(total, exactUpTo),
    totalIsExact: total <= exactUpTo,
  };
}
