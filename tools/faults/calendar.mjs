/** Days just before and after a shift of the clocks, per zone; all of them working days. */
const days = [
  ['Europe/Berlin', '2027-03-25'],
  ['Europe/Berlin', '2027-03-29'],
  ['Europe/Berlin', '2027-10-28'],
  ['Europe/Berlin', '2027-11-02'],
  ['America/New_York', '2027-03-11'],
  ['America/New_York', '2027-03-16'],
  ['America/New_York', '2027-11-04'],
  ['America/New_York', '2027-11-09'],
  // A zone that never shifts, for comparison.
  ['Asia/Shanghai', '2027-03-29'],
];

const clock = (instant, timeZone) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);
const offset = (instant, timeZone) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName').value;

/**
 * Promises due around a shift of the clocks: every reminder that is planned stands at 09:00 of its reader's own morning.
 * @returns rows of `{ zone, due, planned, local, offset, right }`
 */
export async function checkCalendar({ head, people, companies }) {
  const rows = [];
  for (const [zone, dueOn] of days) {
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
    const mails = body.items.filter(({ channel }) => channel === 'email');
    if (mails.length === 0) rows.push({ zone, due: dueOn, planned: null, local: null, offset: null, right: false });
    for (const { remindAt } of mails) {
      const instant = new Date(remindAt);
      const local = clock(instant, zone);
      rows.push({
        zone,
        due: dueOn,
        planned: remindAt,
        local,
        offset: offset(instant, zone),
        right: local === '09:00',
      });
    }
  }
  return rows;
}
