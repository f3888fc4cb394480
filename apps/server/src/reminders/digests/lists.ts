import type { Actor } from '@torch/domain';
import type { MailReader, Matter, MatterList, MatterTrigger } from '../../mails';
import { matterSubjectOf } from '../../mails';
import type { Where } from '../../platform/database/list';
import type { Transaction } from '../../platform/database/unit-of-work';
import { pageOf } from '../pages';

/** As many of each list as a mail shows; the count is the whole. */
const shown = 20;

/** Whom a digest is composed for, as they stand now. */
export interface DigestReader {
  actor: Actor;
  mail: MailReader;
  /** Today, `YYYY-MM-DD`, in the reader's zone. */
  day: string;
  now: Date;
  /** Address of the product. */
  url: string;
}

export interface Found<Row> {
  rows: Row[];
  total: number;
}

interface Search {
  select: string;
  from: string;
  where: Where;
  order: string;
}

/** The first of a list, and how many there are in all. */
export async function firstOf<Row extends object>(
  tx: Transaction,
  { select, from, where, order }: Search,
): Promise<Found<Row>> {
  const rows = await tx.query<Row & { total: number }>(
    `SELECT ${select}, count(*) OVER ()::int AS total FROM ${from} WHERE ${where.sql} ORDER BY ${order} LIMIT ${shown}`,
    where.values,
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

/** Several lists as one, in the order that is given. */
export function joined<Row>(lists: readonly Found<Row>[], inOrder: (a: Row, b: Row) => number): Found<Row> {
  return {
    rows: lists
      .flatMap(({ rows }) => rows)
      .sort(inOrder)
      .slice(0, shown),
    total: lists.reduce((sum, { total }) => sum + total, 0),
  };
}

export const none = { rows: [], total: 0 };

/** A matter as the database tells it; what is about an instant has `at`, what is about a day `day`. */
export interface MatterRow {
  id: string;
  trigger: MatterTrigger;
  ruleName: string | null;
  code: string | null;
  title: string;
  at: Date | null;
  day: string | null;
  leadId: string | null;
  dealId: string | null;
  companyId: string | null;
  companyName: string | null;
  /** Then its title is the codename. */
  confidential: boolean;
}

/** A matter among those of a digest: one record may have several. */
export const matterKey = ({ id, trigger }: Pick<MatterRow, 'id' | 'trigger'>): string => `${id} ${trigger}`;

const whenOf = ({ at, day }: MatterRow): string => at?.toISOString() ?? day ?? '';
export const soonestFirst = (a: MatterRow, b: MatterRow): number => whenOf(a).localeCompare(whenOf(b));

function matterOf({ url, mail, now }: DigestReader, row: MatterRow): Matter {
  const { id, trigger, ruleName, code, title, at, day, confidential, companyName } = row;
  return {
    trigger,
    code,
    title,
    ruleName,
    date: day ?? at ?? now,
    link: `${url}${pageOf({ ...row, subjectType: matterSubjectOf(trigger), subjectId: id })}`,
    // It goes by its codename already, and tells no more, whatever other mails may.
    confidential: false,
    detail:
      mail.mode === 'full' && !confidential
        ? { companyName, note: null, amounts: [], lastContact: null, place: null }
        : null,
  };
}

/** @param path where the whole list is; null: on the page that the digest leads to */
export const matterList = (
  reader: DigestReader,
  { rows, total }: Found<MatterRow>,
  path: string | null = null,
): MatterList => ({
  matters: rows.map((row) => matterOf(reader, row)),
  total,
  link: path === null ? null : `${reader.url}${path}`,
});
