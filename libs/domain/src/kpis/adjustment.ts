import type { FigureCode, KpiEntry, KpiRecord, KpiSide } from './kpi';

/** What a closed month keeps of a record beside its shares in the figures. */
export const keptTags = ['ownerId', 'departmentId', 'cluster', 'region', 'park'] as const;
export type KeptTag = (typeof keptTags)[number];

/** One difference between what was frozen and what the same month gives now. */
export type KpiChange =
  | { what: 'share'; figure: FigureCode; side: KpiSide; before: KpiEntry | null; after: KpiEntry | null }
  | { what: 'tag'; tag: KeptTag; before: string | null; after: string | null };

/** `handed`: it counts as it did, for somebody else; no figure of the zone differs by it. */
export const adjustmentKinds = ['added', 'removed', 'changed', 'handed'] as const;
export type AdjustmentKind = (typeof adjustmentKinds)[number];

/** A record that counts otherwise than it did when the month was closed. */
export interface Adjustment {
  adjustment: AdjustmentKind;
  /** As it is now; of one that counts no more, as it was frozen. */
  record: KpiRecord;
  changes: KpiChange[];
}

const keyOf = ({ kind, id }: KpiRecord) => `${kind} ${id}`;
const shareOf = ({ figure, side }: KpiEntry) => `${figure} ${side}`;

/** Values in the order of their names, so that the same entry is the same text however it was stored. */
const textOf = ({ value, money, step, reason }: KpiEntry): string =>
  JSON.stringify([
    value ?? null,
    (money ?? []).map(({ amount, currency, on, rate }) => [amount, currency, on, rate]),
    step ?? null,
    reason ?? null,
  ]);

function changesOf(before: KpiRecord | undefined, after: KpiRecord | undefined): KpiChange[] {
  const [was, is] = [before, after].map((record) => new Map(record?.entries.map((entry) => [shareOf(entry), entry])));
  const shares = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].flatMap((key): KpiChange[] => {
    const [old, young] = [was?.get(key) ?? null, is?.get(key) ?? null];
    const entry = young ?? old;
    if (!entry || (old && young && textOf(old) === textOf(young))) return [];
    return [{ what: 'share', figure: entry.figure, side: entry.side, before: old, after: young }];
  });
  if (!before || !after) return shares;
  return [
    ...shares,
    ...keptTags.flatMap((tag): KpiChange[] =>
      before[tag] === after[tag] ? [] : [{ what: 'tag', tag, before: before[tag], after: after[tag] }],
    ),
  ];
}

const isHandOver = (change: KpiChange) =>
  change.what === 'tag' && (change.tag === 'ownerId' || change.tag === 'departmentId');
const kindOf = (changes: readonly KpiChange[]) => (changes.every(isHandOver) ? 'handed' : 'changed');

/**
 * What has been corrected since a month was closed: records added, removed, changed, and handed on, with what changed; newest
 * first.
 * The frozen ones themselves are never touched.
 */
export function adjustmentsOf(frozen: readonly KpiRecord[], now: readonly KpiRecord[]): Adjustment[] {
  const were = new Map(frozen.map((record) => [keyOf(record), record]));
  const are = new Map(now.map((record) => [keyOf(record), record]));
  return [...new Set([...were.keys(), ...are.keys()])]
    .flatMap((key): Adjustment[] => {
      const [before, after] = [were.get(key), are.get(key)];
      const record = after ?? before;
      const changes = changesOf(before, after);
      if (!record || changes.length === 0) return [];
      return [{ adjustment: !before ? 'added' : !after ? 'removed' : kindOf(changes), record, changes }];
    })
    .sort((a, b) => (a.record.id < b.record.id ? 1 : -1));
}
