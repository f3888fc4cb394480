/** First and last byte, both counted in. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * What of a file of this size is asked for by the header `Range` (RFC 9110, section 14).
 * @returns null for the whole file: no range is asked for, several are, or something that is no range; `unsatisfiable` for
 *   one that lies behind the end
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return null;
  // Counted from the end.
  if (from === '') return Number(to) === 0 ? 'unsatisfiable' : { start: Math.max(0, size - Number(to)), end: size - 1 };
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < start) return null;
  return start >= size ? 'unsatisfiable' : { start, end };
}
