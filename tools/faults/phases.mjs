import { startRedis } from '../lib/redis.mjs';

const sleep = (time) => new Promise((done) => setTimeout(done, time));

/** Seconds after the first due instant, and how long each outage lasts: of the full run, and of the short one. */
const schedules = {
  full: {
    'worker 1 killed while handing over': [6, 1.5],
    'worker 2 killed while sending': [14],
    'queue lost': [22],
    'database stopped': [30, 20],
    'mail server refuses': [59, 7],
    'mail server hangs': [74, 7],
    'connection drops after DATA': [88, 6],
    'mail server says 4xx': [100, 6],
    'mail server says 5xx': [111, 6],
  },
  short: {
    'worker 1 killed while handing over': [1.5, 1],
    'worker 2 killed while sending': [4.5],
    'queue lost': [7.5],
    'database stopped': [9.5, 3],
    'mail server refuses': [14, 2],
    'mail server hangs': [17, 1.5],
    'connection drops after DATA': [19.5, 1.5],
    'mail server says 4xx': [21.7, 1.2],
    'mail server says 5xx': [23.5, 1.2],
  },
};

/**
 * Waits for the time, and then until the outage has met something. On a busy machine everything may have gone before it
 * began: then something more is planned, once every few seconds.
 */
async function outlast({ more }, seconds, met) {
  await sleep(seconds * 1_000);
  for (let waited = 0; !met(); waited += 1) {
    if (waited > 600) throw new Error('an outage met nothing within half a minute');
    if (waited % 80 === 40) await more();
    await sleep(50);
  }
}

/** What is done to the product, by name: given the world and the seconds that it lasts. */
const deeds = {
  // Held up on its way to the outbox, so that whatever it has claimed by then is claimed by nobody when it is dead.
  'worker 1 killed while handing over': async ({ workers, kills, database }, seconds) => {
    await database.holdOutbox(async () => {
      await sleep(seconds * 1_000);
      kills.push({ client: 'worker-1', at: Date.now() });
      await workers.kill('worker-1');
    });
    await workers.start('worker-1');
  },
  // At the worst moment: the mail server has taken several mails, and their sender does not know yet.
  'worker 2 killed while sending': async (world) => {
    const { workers, kills, mailServer } = world;
    let restarted = null;
    mailServer.leaveUnanswered('worker-2', 3, 1_500, () => {
      mailServer.struck['kills while sending'] = 1;
      kills.push({ client: 'worker-2', at: Date.now() });
      restarted = workers.kill('worker-2').then(() => workers.start('worker-2'));
    });
    await outlast(world, 0, () => restarted);
    await restarted;
  },
  'queue lost': async ({ redis, database }) => {
    if (!redis) return database.emptyQueue();
    await redis.flush();
    await redis.server.stop();
    redis.server = await startRedis(redis.port, redis.folder);
  },
  'database stopped': async ({ database }, seconds) => {
    const start = await database.stop();
    await sleep(seconds * 1_000);
    await start();
  },
  'mail server refuses': async ({ mailServer }, seconds) => {
    const listen = await mailServer.refuse();
    await sleep(seconds * 1_000);
    await listen();
  },
  ...Object.fromEntries(
    [
      ['mail server hangs', 'hangs', 'hangs'],
      ['connection drops after DATA', 'drops', 'drops before acceptance', 'drops after acceptance'],
      ['mail server says 4xx', 'temporary', 'temporary'],
      ['mail server says 5xx', 'permanent', 'permanent'],
    ].map(([name, mode, ...strikes]) => [
      name,
      async (world, seconds) => {
        const { mailServer } = world;
        mailServer.behave(mode);
        await outlast(world, seconds, () => strikes.every((strike) => mailServer.struck[strike]));
        mailServer.behave('well');
      },
    ]),
  ),
};

/**
 * One outage after another.
 * @param from the instant from which the schedule counts, in milliseconds
 * @returns the windows, `{ name, from, until }`
 */
export async function runPhases(world, from, schedule, say) {
  const windows = [];
  for (const [name, [at, seconds = 0]] of Object.entries(schedules[schedule])) {
    await sleep(Math.max(0, from + at * 1_000 - Date.now()));
    const window = { name, from: Date.now(), until: Infinity };
    windows.push(window);
    await deeds[name](world, seconds);
    window.until = Date.now();
    say(`${name}: ${((window.from - from) / 1_000).toFixed(1)} to ${((window.until - from) / 1_000).toFixed(1)} s`);
  }
  return windows;
}
