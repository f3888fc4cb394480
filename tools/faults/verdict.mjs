/** Milliseconds before a kill in which an acceptance may not have been noted yet, and after it in which it may still come in. */
const beforeKill = 5_000;
const afterKill = 1_000;

/** What the product has to keep, in milliseconds, outside outages and after them. */
export const promised = { outside: 5_000, recovered: 10_000 };

/** Median, 99th percentile and maximum, in milliseconds; of nothing, nulls. */
export function spread(times) {
  if (times.length === 0) return { p50: null, p99: null, max: null };
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
  return { p50: at(0.5), p99: at(0.99), max: sorted.at(-1) };
}

/**
 * Whether a second copy is one that nothing can prevent: the same Message-ID, and the copy before it was accepted without
 * its sender learning of it, be it that the sender was killed at that moment or that the connection broke.
 */
const isExplained = (before, after, kills) =>
  before.messageId === after.messageId &&
  (before.unanswered ||
    kills.some(
      ({ client, at }) => client === before.client && before.at > at - beforeKill && before.at < at + afterKill,
    ));

/**
 * How late a reminder was: counted from its due instant or, if an outage came between, from the end of that outage.
 * One that was late already when the outage began is not excused by it.
 * @returns the group it belongs to, `outside`, `during` or `recovered`, and the outage
 */
function lateness(due, arrived, windows) {
  let from = due;
  let outage = null;
  for (const { name, from: begun, until } of windows) {
    if (until <= from) continue;
    if (begun >= arrived || begun - from > (outage ? promised.recovered : promised.outside)) break;
    outage = name;
    if (arrived <= until) return { group: 'during', outage, time: arrived - due };
    from = until;
  }
  return { group: outage ? 'recovered' : 'outside', outage, time: Math.max(0, arrived - from) };
}

/**
 * Judges a run.
 * @param reminders what was to arrive: `{ marker, due, to }`, all in milliseconds
 * @param accepted acceptances in their order: `{ at, markers, to, client, messageId, unanswered }`
 * @param windows outages in their order: `{ name, from, until }`
 * @param kills `{ client, at }`
 * @param again Message-IDs that somebody had sent again by hand: how late these are is no matter
 */
export function judge({ reminders, accepted, windows, kills, again = [] }) {
  const copies = new Map(reminders.map(({ marker }) => [marker, []]));
  for (const mail of accepted) for (const marker of mail.markers) copies.get(marker)?.push(mail);
  const resent = new Set(again);
  const result = {
    planned: reminders.length,
    sent: 0,
    lost: [],
    doubled: [],
    explained: [],
    early: [],
    astray: [],
    resent: 0,
  };
  const late = { outside: [], during: [], recovered: [] };
  const unexcused = [];
  const byWindow = Object.fromEntries(windows.map(({ name }) => [name, []]));
  for (const { marker, due, to } of reminders) {
    const mails = copies.get(marker);
    const [first] = mails;
    if (!first) {
      result.lost.push(marker);
      continue;
    }
    result.sent += 1;
    if (first.at < due) result.early.push(marker);
    if (mails.some((mail) => mail.to.join() !== to)) result.astray.push(marker);
    if (mails.length > 1) {
      const fine = mails.slice(1).every((mail, n) => isExplained(mails[n], mail, kills));
      (fine ? result.explained : result.doubled).push(marker);
    }
    if (mails.some(({ messageId }) => resent.has(messageId))) {
      result.resent += 1;
      continue;
    }
    const { group, outage, time } = lateness(due, first.at, windows);
    late[group].push(time);
    if (group === 'outside' && time > promised.outside) unexcused.push({ marker, due, arrived: first.at });
    if (group === 'recovered') byWindow[outage].push(time);
  }
  const spreads = (lists) =>
    Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, { count: list.length, ...spread(list) }]));
  return { ...result, unexcused, late: spreads(late), byWindow: spreads(byWindow) };
}
