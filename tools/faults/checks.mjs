import { judge, promised } from './verdict.mjs';

const none = (list) => list.length === 0;

/** What has to hold of a run. @param timed whether lateness counts: a test's machine may be busy with anything */
export function checksOf({ backend, faults, clocks, calendar, struck, deaths }, { timed }) {
  const check = (name, passed) => ({ name: `${backend}: ${name}`, passed });
  const about = (what, run) => [
    check(`${what}: nothing is lost`, run.sent === run.planned && none(run.lost)),
    check(`${what}: nothing is doubled but what is explained`, none(run.doubled)),
    check(`${what}: nothing is early`, none(run.early)),
    check(`${what}: everything reaches its own reader`, none(run.astray)),
    check(`${what}: the books call every mail sent`, none(run.wrongBooks)),
    check(
      `${what}: the bell rang for each`,
      run.inApp.length === 1 && run.inApp[0].count === run.planned && run.inApp[0].state === 'sent',
    ),
  ];
  const within = (name, { p99 }, limit) =>
    check(`${name}: p99 is at most ${limit / 1_000} s`, p99 !== null && p99 <= limit);
  return [
    ...about('outages', faults),
    check(
      'outages: what was refused for good arrived once it was sent again',
      struck.permanent > 0 && faults.resent > 0,
    ),
    ...[
      'kills while sending',
      'refuses',
      'hangs',
      'drops before acceptance',
      'drops after acceptance',
      'temporary',
      'permanent',
    ].map((strike) => check(`the mail server's part was played: ${strike}`, struck[strike] > 0)),
    check('no process ended by itself', none(deaths)),
    ...about('clocks an hour wrong', clocks),
    check(
      'every morning around a shift of the clocks is at 09:00',
      calendar.every(({ right }) => right),
    ),
    ...(timed
      ? [
          within('outside outages', faults.late.outside, promised.outside),
          within('after recovery', faults.late.recovered, promised.recovered),
          within('clocks an hour wrong', clocks.late.outside, promised.outside),
        ]
      : []),
  ];
}

/** A judge that finds everything fine would be none: it has to find made-up faults. */
export function selfChecks() {
  const reminder = (n, due) => ({ marker: `m${n}`, due, to: `o${n}@x` });
  const mail = (n, at, more = {}) => ({
    at,
    markers: [`m${n}`],
    to: [`o${n}@x`],
    client: 'w1',
    messageId: `<${n}>`,
    ...more,
  });
  const windows = [{ name: 'outage', from: 20_000, until: 40_000 }];
  const run = (reminders, accepted, more = {}) => judge({ reminders, accepted, windows, kills: [], ...more });
  const check = (name, passed) => ({ name: `the judge: ${name}`, passed });
  const twice = [mail(1, 1_100), mail(1, 1_900)];
  const one = [reminder(1, 1_000)];
  return [
    check('finds what is lost', run([...one, reminder(2, 2_000)], [mail(1, 1_100)]).lost.join() === 'm2'),
    check('finds what is doubled', run(one, twice).doubled.join() === 'm1'),
    check(
      'finds a folded double',
      run(one, [mail(1, 1_100), mail(1, 1_900, { messageId: '<folded>', unanswered: true })]).doubled.length === 1,
    ),
    check(
      'explains the double of a killed worker',
      run(one, twice, { kills: [{ client: 'w1', at: 1_200 }] }).explained.length === 1,
    ),
    check('and no other worker’s', run(one, twice, { kills: [{ client: 'w2', at: 1_200 }] }).doubled.length === 1),
    check(
      'explains the double of an unheard answer',
      run(one, [mail(1, 1_100, { unanswered: true }), mail(1, 1_900)]).explained.length === 1,
    ),
    check('finds what is early', run(one, [mail(1, 900)]).early.length === 1),
    check('finds what went to somebody else', run(one, [mail(1, 1_100, { to: ['other@x'] })]).astray.length === 1),
    check('counts lateness from the due instant', run(one, [mail(1, 8_000)]).late.outside.max === 7_000),
    check(
      'counts lateness from the end of an outage',
      run([reminder(1, 25_000)], [mail(1, 43_000)]).late.recovered.max === 3_000,
    ),
    check('excuses nothing that was late before', run(one, [mail(1, 43_000)]).late.outside.max === 42_000),
  ];
}
