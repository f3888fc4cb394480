/**
 * Days on which promises are due, on either side of a shift of the clocks, and the offset of their zone on the working day
 * before, when their owner is reminded.
 */
const days = [
  ['Europe/Berlin', '2027-03-25', 'GMT+1'],
  ['Europe/Berlin', '2027-03-31', 'GMT+2'],
  ['Europe/Berlin', '2027-10-29', 'GMT+2'],
  ['Europe/Berlin', '2027-11-03', 'GMT+1'],
  ['America/New_York', '2027-03-12', 'GMT-5'],
  ['America/New_York', '2027-03-16', 'GMT-4'],
  ['America/New_York', '2027-11-05', 'GMT-4'],
  ['America/New_York', '2027-11-09', 'GMT-5'],
  // A zone that never shifts, for comparison.
  ['Asia/Shanghai', '2027-03-31', 'GMT+8'],
];

const clock = (instant, timeZone) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);
const offset = (instant, timeZone) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName').value;

/**
 * Promises due around a shift of the clocks: the reminder of the working day before stands at 09:00 of its reader's own morning.
 * @returns rows of `{ zone, due, planned, local, offset, right }`
 */
export async function checkCalendar({ head, people, companies }) {
  const rows = [];
  for (const [zone, dueOn, expected] of days) {
    const owner = people.find(({ timeZone }) => timeZone === zone);
    const lead = (
      await head('POST', '/leads', { companyId: companies[0], title: `Plant ${zone} ${dueOn}`, channel: 'chain' })
    ).body;
    const { body: promise } = await head('POST', `/leads/${lead.id}/promises`, {
      what: `Land ready ${zone} ${dueOn}`,
      category: 'plant',
      toName: 'Park',
      promisedBy: 'Kim',
      promisedOn: '2026-01-05',
      dueOn,
      ownerId: owner.id,
    });
    const { body } = await head('GET', `/reminders?promise=${promise.id}&limit=50&sort=remindAt`);
    const { remindAt } = body.items.find(({ channel }) => channel === 'email');
    const instant = new Date(remindAt);
    const row = { zone, due: dueOn, planned: remindAt, local: clock(instant, zone), offset: offset(instant, zone) };
    rows.push({ ...row, right: row.local === '09:00' && row.offset === expected });
  }
  return rows;
}
