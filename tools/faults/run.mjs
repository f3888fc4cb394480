import { simpleParser } from 'mailparser';
import { inAppBooks, journeys, kindsOfMails, unsettled, wrongBooks } from './books.mjs';
import { checkCalendar } from './calendar.mjs';
import { runPhases } from './phases.mjs';
import { judge } from './verdict.mjs';
import { startWorld } from './world.mjs';
import { inParallel, planFollowUps, planMore, sendFailedAgain } from './zone.mjs';

const sleep = (time) => new Promise((done) => setTimeout(done, time));

/** What a run consists of. */
export const sizes = {
  full: { officers: 700, reminders: 2_000, seconds: 120, shifted: 100, shiftedSeconds: 10 },
  short: { officers: 70, reminders: 200, seconds: 25, shifted: 20, shiftedSeconds: 4 },
};

/** What a mail says of itself, and the markers anywhere in its words. */
async function read({ raw, ...mail }) {
  const { subject, text, messageId } = await simpleParser(raw);
  const markers = new Set(`${subject}\n${text}`.match(/FT[ab]\d-\d{6}-x/g) ?? []);
  return { ...mail, messageId, markers: [...markers] };
}

/** Waits until nothing is due that is not settled; gives up when nothing has moved for so many seconds. */
async function settle(world, patience) {
  let [left, since] = [Infinity, Date.now()];
  for (;;) {
    const now = await unsettled(world.database).catch(() => left);
    if (now === 0) break;
    if (now < left) [left, since] = [now, Date.now()];
    if (Date.now() - since > patience * 1_000) break;
    await sleep(200);
  }
  // A copy that comes once everything seems done is what we are here to see.
  await sleep(2_000);
}

/** The verdict on reminders, with what the database says of them. */
async function verdict(world, reminders, windows, again = []) {
  const kinds = await kindsOfMails(world.database);
  const mails = await inParallel(world.mailServer.accepted, 4, read);
  const accepted = mails.filter(({ messageId }) => kinds.get(messageId) !== 'digest');
  const judged = judge({ reminders, accepted, windows, kills: world.kills, again });
  const byMarker = new Map(reminders.map((each) => [each.marker, each]));
  const late = judged.unexcused.map((each) => ({ ...each, id: byMarker.get(each.marker).id }));
  return {
    ...judged,
    unexcused: await journeys(world.database, reminders[0]?.due ?? 0, late),
    mails: accepted.length,
    wrongBooks: await wrongBooks(world.database, reminders),
    inApp: await inAppBooks(world.database, reminders),
  };
}

/**
 * One backend: the outages, then workers whose clocks are wrong, and the mornings around a shift of the clocks.
 * @param size `full` or `short`
 * @param patience seconds without any movement after which what is missing counts as lost
 */
export async function runBackend(backend, size, patience, say) {
  const { officers, reminders: count, seconds, shifted, shiftedSeconds } = sizes[size];
  const world = await startWorld(backend, officers);
  let fine = false;
  try {
    const calendar = await checkCalendar(world.zone);
    await Promise.all([world.workers.start('worker-1'), world.workers.start('worker-2')]);
    say(`${officers} officers; planning ${count} follow-ups`);
    const { from, reminders } = await planFollowUps(world.zone, count, seconds, 'FTa');
    say(`planned; the first is due in ${((from - Date.now()) / 1_000).toFixed(1)} s`);
    world.more = async () => reminders.push(...(await planMore(world.zone, reminders.length, 'FTa')));
    const windows = await runPhases(world, from, size, say);
    await sleep(Math.max(0, from + seconds * 1_000 - Date.now()));
    await settle(world, patience);
    const again = await sendFailedAgain(world.zone);
    await settle(world, patience);
    const faults = await verdict(world, reminders, windows, again);
    say(`${faults.sent} of ${reminders.length} sent`);

    await world.workers.stopAll();
    const hour = 3_600_000;
    await Promise.all([
      world.workers.start('worker-ahead', { clockShift: hour }),
      world.workers.start('worker-behind', { clockShift: -hour }),
    ]);
    const wrong = await planFollowUps(world.zone, shifted, shiftedSeconds, 'FTb');
    await sleep(Math.max(0, wrong.from + shiftedSeconds * 1_000 - Date.now()));
    await settle(world, patience);
    const clocks = await verdict(world, wrong.reminders, []);
    say(`${clocks.sent} of ${shifted} sent by workers whose clocks are an hour wrong`);
    fine = true;
    return {
      backend,
      faults,
      clocks,
      calendar,
      struck: world.mailServer.struck,
      deaths: [...world.deaths],
      scratch: world.scratch,
    };
  } finally {
    await world.close({ keep: !fine || process.argv.includes('--keep') });
  }
}
