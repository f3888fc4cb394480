import type { Same } from '../platform/language';
import type { zh } from './calendars.zh';

export const en: Same<typeof zh> = {
  heading: 'Holiday calendars',
  intro:
    'Reminders that count by days go out on working days of the reader’s country or region. These days come from public holiday data; correct them here, with effect at once.',
  country: 'Country or region',
  year: 'Year',
  add: 'Add a day',
  adjust: 'Adjust',
  edit: 'Edit',
  remove: 'Back to default',
  removeAsk: (day: string) => `Take ${day} back to its default?`,
  removed: 'The day is back to its default',
  kind: 'Arrangement',
  name: 'Name',
  nameHint: 'Such as: bridge day, working Saturday',
  saved: 'Saved; reminders reckon with it from now on',
  own: 'set here',
  nothing: 'Nothing special',
  between: ', ',
  unpublished: (years: string) =>
    `The State Council has not published the holiday arrangement of ${years} yet (usually it does so in November of the year before). Those years hold the statutory holidays alone, without shifted working days; once it is published, update the software or add its days here.`,
  thisUnpublished:
    'The arrangement of this year is not published yet: these are the statutory holidays alone, without shifted working days.',
  absences: 'Absences and deputies',
  absencesHint: 'While somebody is away, the deputy gets their reminders.',
  noAbsences: 'No absence now or ahead.',
  newAbsence: 'Enter an absence',
  editAbsence: 'Change the absence',
  user: 'Who is away',
  deputy: 'Deputy',
  toOnHint: 'May stay empty for one day.',
  fromOn: 'First day',
  toOn: 'Last day (included)',
  deputyLine: (name: string) => `Deputy: ${name}`,
  removeAbsence: 'Delete',
  removeAbsenceAsk: 'Delete this absence?',
  absenceRemoved: 'Absence deleted',
  absenceSaved: 'Absence saved',
  dayWords: {
    taken: 'One of these days was set before; change it in the list.',
    'too-many': 'Set at most 31 days at once.',
    'before-start': 'The last day cannot be before the first.',
  },
  words: {
    overlaps: 'An absence is entered for these days already.',
    absent: 'The deputy is away in these days too; choose somebody else.',
    oneself: 'Nobody can be their own deputy.',
    'before-start': 'The last day cannot be before the first.',
    unknown: 'Choose a colleague who is active and works on records.',
  },
};
