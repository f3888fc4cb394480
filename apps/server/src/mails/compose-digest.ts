import { labels } from '@torch/contracts';
import type { ComposedMail, MailParts, MailItem, MailList, MailTable } from './content';
import { layoutMail } from './layout';
import { wordsOf } from './mail-words';
import type {
  DepartmentSums,
  MailReader,
  MatterList,
  MonthlyFacts,
  MorningFacts,
  MovedLine,
  RecordLine,
  RecordList,
  WeeklyFacts,
} from './matter';
import { inFull, itemOf } from './matter-words';
import { localDay, localDays, localMonth, shortDay } from './when';

/** What all digests have alike. */
const digest = (
  reader: MailReader,
  content: Pick<MailParts, 'kind' | 'heading' | 'subject' | 'preheader' | 'intro' | 'sections' | 'why'>,
  link: string,
): ComposedMail => {
  const words = wordsOf(reader.locale);
  return layoutMail({
    ...content,
    locale: reader.locale,
    rows: [],
    warning: null,
    open: { label: words.openAll, href: link },
    acts: [],
    actsNote: null,
    earlier: null,
    why: `${content.why}${words.between}${words.automatic}`,
    footLinks: [{ label: words.settings, href: reader.settingsLink }],
  });
};

/** What a list leaves out, told as such. */
const moreOf = (reader: MailReader, total: number, shown: number, link: string | null, page: string) =>
  total > shown ? { text: wordsOf(reader.locale).more(total - shown), link: link ?? page } : null;

const matterList = (reader: MailReader, title: string, of: MatterList, page: string, now: Date): MailList => ({
  kind: 'list',
  title,
  items: of.matters.map((matter) => itemOf(reader, matter, now)),
  total: of.total,
  more: moreOf(reader, of.total, of.matters.length, of.link, page),
});

const morningParts = ['overdue', 'dueToday', 'visitsToday', 'promisesDue', 'quiet', 'others'] as const;

/** A person's morning: null where there is nothing to say. */
export function composeMorning(facts: MorningFacts): ComposedMail | null {
  const { reader, day, link, now } = facts;
  const words = wordsOf(reader.locale);
  const told = morningParts.filter((part) => facts[part].total > 0);
  if (told.length === 0) return null;
  const counts = told.map((part) => words.morning.count[part](facts[part].total)).join(words.separator);
  return digest(
    reader,
    {
      kind: words.kind.morning,
      heading: words.morning.heading(localDay(day, reader.locale)),
      subject: words.morning.subject(shortDay(day, reader.locale), counts),
      preheader: counts,
      intro: [],
      sections: told.map((part) => matterList(reader, words.morning.section[part], facts[part], link, now)),
      why: words.morning.why,
    },
    link,
  );
}

/** A lead or deal as one of several: by its kind and code, or by its title where that may be told. */
function recordItem(reader: MailReader, line: RecordLine, when: string, moved: string | null): MailItem {
  const words = wordsOf(reader.locale);
  const full = inFull(reader, line);
  const company = full ? line.companyName : null;
  return {
    what: full && line.title ? line.title : `${words.subject[line.subject]} ${line.code}`,
    code: full && line.title ? line.code : null,
    when: [line.ownerName, when].join(' · '),
    mark: moved ? { text: moved, tone: 'plain' } : null,
    note: company,
    link: line.link,
  };
}

const recordList = <Line extends RecordLine>(
  reader: MailReader,
  title: string,
  of: RecordList<Line>,
  page: string,
  item: (line: Line) => MailItem,
): MailList => ({
  kind: 'list',
  title,
  items: of.records.map(item),
  total: of.total,
  more: moreOf(reader, of.total, of.records.length, of.link, page),
});

function roadOf(reader: MailReader, { subject, from, to }: MovedLine): string {
  const names: Readonly<Record<string, string>> =
    labels[reader.locale][subject === 'deal' ? 'dealStage' : 'leadStatus'];
  return [from, to].flatMap((each) => (each ? [names[each] ?? each] : [])).join(' → ');
}

const grouped = (value: number, { locale }: MailReader) => value.toLocaleString(locale);
const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);

/** A head's week: null where there is nothing to say. */
export function composeWeekly(facts: WeeklyFacts): ComposedMail | null {
  const { reader, departmentName, created, moved, stalled, quiet, promises, link, now } = facts;
  const { weekly, row, kind, separator, ...words } = wordsOf(reader.locale);
  const overdue = facts.overdue
    .map((officer) => ({ ...officer, total: officer.followUps + officer.promises + officer.problems }))
    .filter(({ total }) => total > 0);
  const totals = {
    created: created.total,
    moved: moved.total,
    stalled: stalled.total,
    quiet: quiet.total,
    overdue: sum(overdue.map(({ total }) => total)),
    promises: promises.total,
  };
  const parts = (['created', 'moved', 'stalled', 'quiet', 'overdue', 'promises'] as const).filter(
    (part) => totals[part] > 0,
  );
  if (parts.length === 0) return null;
  const near = (day: string) => shortDay(day, reader.locale);
  const numbers = (of: { followUps: number; promises: number; problems: number; total: number }) =>
    [of.followUps, of.promises, of.problems, of.total].map((each) => grouped(each, reader));
  const sections: Record<(typeof parts)[number], () => MailList | MailTable> = {
    created: () =>
      recordList(reader, weekly.section.created, created, link, (line) =>
        recordItem(reader, line, weekly.created(near(line.on)), null),
      ),
    moved: () =>
      recordList(reader, weekly.section.moved, moved, link, (line) =>
        recordItem(reader, line, weekly.moved(near(line.on)), roadOf(reader, line)),
      ),
    stalled: () =>
      recordList(reader, weekly.section.stalled, stalled, link, (line) =>
        recordItem(reader, line, weekly.stalled(near(line.on)), null),
      ),
    quiet: () =>
      recordList(reader, weekly.section.quiet, quiet, link, (line) =>
        recordItem(reader, line, weekly.stalled(near(line.on)), null),
      ),
    overdue: () => ({
      kind: 'table',
      title: weekly.section.overdue,
      columns: [
        row.officer,
        ...(['followUps', 'promises', 'problems', 'total'] as const).map((each) => weekly.columns[each]),
      ],
      rows: overdue.map((officer) => ({ name: officer.officerName, values: numbers(officer) })),
      total:
        overdue.length > 1
          ? {
              name: weekly.columns.total,
              values: numbers({
                followUps: sum(overdue.map((each) => each.followUps)),
                promises: sum(overdue.map((each) => each.promises)),
                problems: sum(overdue.map((each) => each.problems)),
                total: totals.overdue,
              }),
            }
          : null,
      note: null,
    }),
    promises: () => matterList(reader, weekly.section.promises, promises, link, now),
  };
  const counts = parts.map((part) => weekly.count[part](totals[part])).join(separator);
  const days = localDays(facts.from, facts.to, reader.locale);
  return digest(
    reader,
    {
      kind: kind.weekly,
      heading: weekly.heading(departmentName),
      subject: weekly.subject(departmentName, days),
      preheader: counts,
      intro: [`${days}${words.colon}${counts}`],
      sections: parts.map((part) => sections[part]()),
      why: weekly.why,
    },
    link,
  );
}

const sums = ['created', 'moved', 'stalled', 'overdue', 'promises'] as const;

/** A leader's month, counted by department: null where every number is nought. */
export function composeMonthly({ reader, month, departments, link }: MonthlyFacts): ComposedMail | null {
  const { monthly, row, kind, separator, colon, weekly } = wordsOf(reader.locale);
  const all = Object.fromEntries(
    sums.map((each) => [each, sum(departments.map((department) => department[each]))]),
  ) as unknown as DepartmentSums;
  if (sums.every((each) => all[each] === 0)) return null;
  const numbers = (of: DepartmentSums) => sums.map((each) => grouped(of[each], reader));
  const name = localMonth(month, reader.locale);
  const counts = sums.map((each) => weekly.count[each](all[each])).join(separator);
  return digest(
    reader,
    {
      kind: kind.monthly,
      heading: monthly.heading(name),
      subject: `${monthly.subject(name)}${colon}${counts}`,
      preheader: counts,
      intro: [counts],
      sections: [
        {
          kind: 'table',
          title: monthly.table,
          columns: [row.department, ...sums.map((each) => monthly.columns[each])],
          rows: departments.map((department) => ({ name: department.name, values: numbers(department) })),
          total: departments.length > 1 ? { name: monthly.total, values: numbers(all) } : null,
          note: monthly.note,
        },
      ],
      why: monthly.why,
    },
    link,
  );
}
