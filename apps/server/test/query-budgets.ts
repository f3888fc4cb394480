import { referenceKinds } from '@torch/domain';

/** Who asks, the count, the page. */
const list = 3;
/** Who asks, the record. */
const record = 2;

/**
 * How many statements an answer may cost, whatever it holds: the one about the session counts, and what a transaction needs.
 * A route that costs more than its kind says why.
 */
export const budgets: Record<string, number> = {
  'GET /healthz': 0,
  'GET /openapi.json': 0,
  'GET /setup': 1,
  'GET /readyz': 1,
  'GET /metrics': 2,
  'GET /me': record,
  'GET /sessions': 2,
  'GET /api-tokens': list,
  'GET /api-tokens/:id': record,
  'GET /users': list,
  'GET /users/:id': record,
  'GET /departments': list,
  'GET /departments/:id': record,
  ...Object.fromEntries(
    referenceKinds.flatMap((kind) => [
      [`GET /${kind}`, list],
      [`GET /${kind}/:id`, record],
    ]),
  ),

  'GET /companies': list,
  'GET /companies/similar': 2,
  'GET /companies/:id': record,
  // Whether there is such a company, and who holds it.
  'GET /companies/:id/holders': 3,
  // The record, then the page.
  'GET /companies/:id/timeline': 1 + list,
  'GET /contacts': list,
  // The look at a person is recorded, in a transaction.
  'GET /contacts/:id': 5,
  // Who asks, the norms, three funnels of four each, how long the deals stand and which longest, what is late, and the counts.
  'GET /cockpit': 18,
  // The norms as well.
  'GET /cockpit/records': 1 + list,
  'GET /wall-links': list,
  'GET /leads': list,
  'GET /leads/:id': record,
  'GET /leads/:id/timeline': 1 + list,
  'GET /leads/:id/screenings': 3,
  // The lead, its channel's rule, its history.
  'GET /leads/:id/ownership': 4,
  'GET /pool': list,
  'GET /conflicts': list,
  'GET /conflicts/:id': record,
  'GET /transfers': list,
  'GET /transfers/:id': record,
  // Whose it is, and a count of each kind of record.
  'GET /transfers/preview': 10,
  'GET /problems': list,
  'GET /problems/:id': record,
  'GET /visits': list,
  'GET /visits/:id': record,
  // Who asks, the visit, its lead, company, people, deals, promises, and who prints it.
  'GET /visits/:id/dossier': 8,
  'GET /tours': list,
  'GET /tours/:id': record,
  'GET /promises': list,
  'GET /promises/:id': record,
  'GET /follow-ups': list,
  'GET /follow-ups/:id': record,
  'GET /calendars/:country/days': record,
  'GET /absences': list,
  'GET /absences/:id': record,
  'GET /saved-views': list,
  'GET /saved-views/:id': record,
  'GET /reminder-rules': record,
  // The day's reminders, and the names, codes and rules of the first of them.
  'GET /reminder-rules/tomorrow': 3 + list,
  'GET /reminder-rules/:id': record,
  'GET /reminder-rules/:id/history': 1 + record,
  'GET /reminder-settings': record,
  'GET /reminders': list,
  'GET /reminders/:id': record,
  // In one transaction: the record, its facts, the rules and what they are planned from, the reminders, the readers.
  // Who asks, the numbers; the queue may answer from the same database.
  'GET /reminders/health': 3,
  'GET /reminders/trace/:id': 14,
  'GET /notifications': list,
  // Whether the morning digest comes, to which "digest only" leaves things.
  'GET /me/notification-preferences': 1 + record,
  'GET /me/calendar-feed': record,
  'GET /robots': list,
  'GET /robots/:id': record,
  'GET /robot-posts': list,
  'GET /mails': list,
  'GET /attachments': list,
  'GET /attachments/:id': record,
  'GET /attachments/:id/content': record,
  'GET /recycle-bin': list,
  'GET /audit-events': list,
  'GET /audit-events/:id': record,
  // Seven lists, each with its count, what was put off, and the count of what waits for a decision.
  'GET /today': 17,

  // Who asks, what has changed, the chains and norms, and where there are such: the rates, the names, what is searched for.
  'GET /funnel': 6,
  'GET /funnel/records': 6,
  // Who asks, what has changed, the rates, the calendar, and where there are such: the chains, what is searched for; of records what those of the page count for, and their names.
  'GET /kpis': 6,
  'GET /kpis/records': 8,
  'GET /month-closes': list,
  // Who asks, the close, the same month now, what was frozen of the same leads, and of all others.
  'GET /month-closes/:month': 8,
  'GET /month-closes/:month/records': 7,
  // The names of records, and of the people and departments that changed.
  'GET /month-closes/:month/adjustments': 10,

  'GET /targets': list,
  'GET /targets/:id': record,
  'GET /targets/:id/history': record,
  // The target, the departments below its own, the list, and the rates of what it holds.
  'GET /targets/:id/records': 3 + list,
  // Who asks, the targets, the departments below those they name, the rates, and each kind of record.
  'GET /targets/progress': 7,
  // Who asks, the gaps, the regions, the leads, the deals, and where anybody of the zone works.
  'GET /coverage': 6,
  'GET /coverage/records': list,

  'GET /reports/kinds': 1,
  // Who asks; the funnel of two periods, the targets and the key figures; then of one moment the reporter with names and rates,
  // eleven lists, and four counts.
  'GET /reports/:kind': 37,
  'GET /report-templates': record,
  'GET /report-templates/fields': 1,
  'GET /report-templates/:kind/:locale/:format/content': record,
  'GET /report-schedules': list,
  'GET /report-schedules/:id': record,

  'GET /exports': list,
  // What was chosen last time.
  'GET /exports/ledgers': record,
  'GET /exports/:id': record,
  // The request; in a transaction that sees one state the count, the reader, the names of the lists, the rows; and in another
  // that it was fetched.
  'GET /exports/:id/file': 16,
  'GET /funnel/flow': 4,
  'GET /funnel/flow/records': 5,
  'GET /funnel/trend': 4,
  'GET /funnel/stays': 4,
  'GET /funnel/stays/records': 5,

  'GET /deals': list,
  // Every column and its count; by batch, the leads before them too.
  'GET /deals/board': 4,
  'GET /deals/concealed': 2,
  // The deal, and the facts of which its missing evidence is told.
  'GET /deals/:id': 4,
  'GET /deals/:id/stage-changes': 5,
  'GET /deals/:id/timeline': 3 + list,
  'GET /deals/:id/scorecards': 5,
  // The deal, its entries, its plans, their rates.
  'GET /deals/:id/money': 7,
  'GET /funds': list,
  'GET /funds/:id': record,
  'GET /exchange-rates': list,
  'GET /offers': list,
  'GET /offers/:id': record,
  'GET /assignments': list,
  'GET /assignments/:id': record,
};
