import { addDays } from '@torch/domain';
import { type FeatureWalk, walkCalendar } from '../walk-cases';

const absence = { kind: 'absence', read: 'absence.read' } as const;

/** No two of the walk's absences touch each other, so that each can be told alone. */
let weeks = 0;
const later = () => addDays('2030-01-07', 7 * (weeks += 1));

export const calendarWalk: FeatureWalk = {
  makers: {
    calendarDay: async (tx, { id }, { explain }) => {
      await tx.query(
        `INSERT INTO calendar_overrides (id, country, day, kind, name) VALUES ($1, $2, $3, 'holiday', 'Bridge day')
         ON CONFLICT (country, day) DO UPDATE SET id = excluded.id, version = 1`,
        [id, walkCalendar.country, walkCalendar.day],
      );
      await explain('calendarDay', id);
      return { id };
    },
    absence: async (tx, { id, ownerId }, { explain }) => {
      const from = later();
      await tx.query(
        `INSERT INTO absences (id, user_id, deputy_id, from_on, to_on)
         SELECT $1, $2, id, $3, $4 FROM users WHERE id <> $2 AND username IN ('colleague', 'stranger') LIMIT 1`,
        [id, ownerId, from, addDays(from, 2)],
      );
      await explain('absence', id);
      return { id };
    },
  },
  cases: {
    'GET /calendars/:country/days': { query: '?year=2026' },
    'POST /calendars/:country/days': {
      body: () => ({ fromOn: '2027-05-03', toOn: '2027-05-04', kind: 'holiday', name: 'Bridge days' }),
    },
    'PUT /calendars/:country/days/:day': {
      kind: 'calendarDay',
      body: () => ({ kind: 'workday', name: 'Worked after all', version: 1 }),
    },
    'DELETE /calendars/:country/days/:day': { kind: 'calendarDay' },
    'GET /absences': {},
    'GET /absences/:id': absence,
    'POST /absences': {
      body: (_, ids) => {
        const from = later();
        return { deputyId: ids['colleague'], fromOn: from, toOn: addDays(from, 4) };
      },
    },
    'PATCH /absences/:id': { ...absence, body: (_, ids) => ({ version: 1, deputyId: ids['deputy'] }) },
    'DELETE /absences/:id': absence,
  },
};
