/** Fields with personal data or secrets: an event says that they changed, never from what to what. */
export const redactedFields: Readonly<Record<string, readonly string[]>> = {
  contact: ['name', 'title', 'phone', 'email', 'wechat', 'notes'],
  visit: ['participants', 'guests'],
  promise: ['toName'],
  user: ['email', 'passwordHash'],
  session: ['token'],
  apiToken: ['tokenHash'],
  mail: ['recipient', 'text', 'html'],
  robot: ['url', 'secret'],
  calendarFeed: ['tokenHash'],
  // What somebody looks for may be as secret as what they find.
  savedView: ['name', 'parameters'],
  wallLink: ['tokenHash'],
};

export const redacted = '[redacted]';

/** Old and new value of one field. */
export type Change = readonly [before: unknown, after: unknown];
export type Changes = Record<string, Change>;

/** Databases keep no order among the keys of an object: it must not count. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null, inOrder) === JSON.stringify(b ?? null, inOrder);

/** The fields in which two states of a record differ; `before` is null for a new record. */
export function changesBetween(before: object | null, after: object): Changes {
  const old = (before ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(after)
      .filter(([field, value]) => !same(old[field], value))
      .map(([field, value]) => [field, [old[field] ?? null, value ?? null]]),
  );
}

/** The changes with the subject's personal fields blanked on both sides; an empty side stays visibly empty. */
export function redact(subjectType: string, changes: Changes): Changes {
  const hidden = redactedFields[subjectType] ?? [];
  const blank = (value: unknown) => (value === null ? null : redacted);
  return Object.fromEntries(
    Object.entries(changes).map(([field, change]) => [
      field,
      hidden.includes(field) ? ([blank(change[0]), blank(change[1])] as const) : change,
    ]),
  );
}
