/** A share in whole percent, from whole numbers; tenths where less than one would show as nothing. Null without a whole. */
export function percentOf(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || whole === 0) return null;
  const rounded = Math.round((part * 100) / whole);
  // Neither nothing nor everything is said of what is not.
  if (rounded === 0 && part > 0) return Math.max(1, Math.round((part * 1_000) / whole)) / 10;
  if (rounded === 100 && part < whole) return Math.min(999, Math.round((part * 1_000) / whole)) / 10;
  return rounded;
}

/** The same as text; a dash where there is nothing to divide by. */
export function percentText(part: number | null, whole: number | null): string {
  const percent = percentOf(part, whole);
  return percent === null ? dash : `${percent}%`;
}

/** What stands for a figure that there is not. */
export const dash = '—';
