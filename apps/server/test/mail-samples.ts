import type { Locale } from '@torch/contracts';
import {
  type ComposedMail,
  composeFolded,
  composeHeartbeat,
  composeMonthly,
  composeMorning,
  composeReminder,
  composeSecurity,
  composeTest,
  composeWeekly,
  type MailReader,
  type Matter,
  type MatterList,
  type MatterTrigger,
  type RecordLine,
} from '../src/mails';

const site = 'https://zhaoshang.example.com';
export const now = new Date('2030-03-04T01:00:00Z');

export const readerOf = (locale: Locale, mode: MailReader['mode'] = 'minimal'): MailReader => ({
  locale,
  mode,
  timeZone: locale === 'en' ? 'Europe/Berlin' : 'Asia/Shanghai',
  settingsLink: `${site}/account/notifications`,
});

export const matterOf = (trigger: MatterTrigger, facts: Partial<Matter> = {}): Matter => ({
  trigger,
  code: 'L-2030-0042',
  title: '核对标准厂房层高与荷载',
  ruleName: null,
  date: new Date('2030-03-04T06:30:00Z'),
  link: `${site}/leads/0190a1b2-0000-7000-8000-000000000042`,
  confidential: false,
  detail: {
    companyName: '示例精密机械(中山)有限公司',
    note: '对方关心:\n1. 首层荷载不低于 2 吨\n2. 交付时间',
    amounts: [['总投资', '120,000,000 CNY']],
    lastContact: '2030-02-20',
    place: '火炬大厦 3 楼会议室',
  },
  ...facts,
});

const titles: Record<Locale, readonly string[]> = {
  'zh-CN': ['核对标准厂房层高与荷载', '回复租金优惠条件', '寄送环评资料清单', '确认来访名单及车辆安排'],
  en: [
    'Check ceiling height and floor load',
    'Answer on the rent terms',
    'Send the list of environmental papers',
    'Confirm the guests and the cars',
  ],
};
const people: Record<Locale, readonly string[]> = {
  'zh-CN': ['王敏', '陈立群', '欧阳文静'],
  en: ['Wang Min', 'Chen Liqun', 'Ouyang Wenjing'],
};
const departments: Record<Locale, readonly string[]> = {
  'zh-CN': ['招商一部', '健康医药招商部', '规划建设局', '驻法兰克福招商代表处'],
  en: ['Department 1', 'Health and Medicine', 'Planning and Construction Bureau', 'Frankfurt Office'],
};
const pick = <Value>(values: readonly Value[], index: number) => values[index % values.length] as Value;

/** A dozen and more mails of every sort, long and short. */
export function sampleMails(locale: Locale): Record<string, ComposedMail> {
  const zh = locale === 'zh-CN';
  const minimal = readerOf(locale);
  const full = readerOf(locale, 'full');
  const person = (index: number) => pick(people[locale], index);
  const mine = (trigger: MatterTrigger, index: number, facts: Partial<Matter> = {}) =>
    matterOf(trigger, {
      code: `${trigger.startsWith('deal') ? 'D' : 'L'}-2030-${String(index + 37).padStart(4, '0')}`,
      title: pick(titles[locale], index),
      ...facts,
    });
  const acts = {
    done: `${site}/m/aaaa`,
    snooze: [1, 3, 7].map((days) => ({ days, link: `${site}/m/bbbb${days}` })),
    logVisit: `${site}/m/cccc`,
  };
  const plain = { insteadOf: null, ownerName: null, earlier: [], acts: null, traceLink: null, now };
  const list = (matters: Matter[], total = matters.length): MatterList => ({ matters, total, link: null });
  const record = (subject: 'lead' | 'deal', index: number): RecordLine => ({
    subject,
    code: `${subject === 'deal' ? 'D' : 'L'}-2030-${String(index + 11).padStart(4, '0')}`,
    title: zh ? '示例医疗器械生产基地' : 'Sample Devices plant',
    companyName: zh ? '示例医疗器械股份有限公司' : 'Sample Devices AG',
    ownerName: person(index),
    on: `2030-03-0${(index % 3) + 1}`,
    link: `${site}/${subject}s/${index}`,
    confidential: false,
  });
  const records = (lines: RecordLine[], total = lines.length) => ({ records: lines, total, link: null });
  const week = (reader: MailReader) =>
    composeWeekly({
      reader,
      departmentName: pick(departments[locale], 1),
      from: '2030-02-25',
      to: '2030-03-03',
      created: records([record('lead', 0), record('lead', 1)], 9),
      moved: {
        records: [
          { ...record('deal', 2), from: 'negotiating', to: 'site_visit' },
          { ...record('lead', 3), from: 'contacted', to: 'qualified' },
        ],
        total: 2,
        link: null,
      },
      stalled: records([record('deal', 4)]),
      quiet: records([record('lead', 5)], 21),
      overdue: [
        { officerName: person(0), followUps: 3, promises: 1, problems: 0 },
        { officerName: person(2), followUps: 12, promises: 0, problems: 2 },
      ],
      promises: list([mine('promise.due', 1, { date: '2030-03-06' }), mine('promise.due', 2, { date: '2030-02-27' })]),
      link: `${site}/today`,
      now,
    }) as ComposedMail;
  return {
    'follow-up': composeReminder({
      ...plain,
      reader: minimal,
      matter: mine('followUp.due', 0),
      role: 'owner',
      acts,
      traceLink: `${site}/trace/1`,
    }),
    'follow-up-full-late': composeReminder({
      ...plain,
      reader: full,
      matter: mine('followUp.due', 0, {
        date: new Date('2030-03-01T06:30:00Z'),
        detail: {
          companyName: zh ? '示例精密机械(中山)有限公司' : 'Sample Precision Machinery (Zhongshan) Co., Ltd.',
          note: zh
            ? '对方关心:\n1. 首层荷载不低于 2 吨\n2. 交付时间,以及能否先租后买'
            : 'They ask about:\n1. two tonnes of floor load\n2. the date of delivery, and whether they may rent first',
          amounts: [[zh ? '总投资' : 'Total investment', '120,000,000 CNY']],
          lastContact: '2030-02-20',
          place: null,
        },
      }),
      role: 'owner',
      acts,
    }),
    'promise-ladder': composeReminder({
      ...plain,
      reader: minimal,
      matter: mine('promise.due', 1, { date: '2030-02-26' }),
      role: 'leader',
      ownerName: person(0),
      earlier: [
        { name: person(0), at: new Date('2030-02-26T01:00:00Z') },
        { name: person(1), at: new Date('2030-02-28T01:00:00Z') },
        { name: person(2), at: new Date('2030-03-01T01:00:00Z') },
      ],
    }),
    'lead-quiet': composeReminder({
      ...plain,
      reader: minimal,
      matter: mine('lead.quiet', 2, { date: '2030-02-18' }),
      role: 'owner',
      acts: { ...acts, done: null },
    }),
    'deal-quiet-full': composeReminder({
      ...plain,
      reader: full,
      matter: mine('deal.quiet', 2, {
        date: '2030-02-15',
        title: zh ? '示例医疗器械生产基地' : 'Sample Devices plant',
        ruleName: zh ? '重点项目两周无进展' : 'Key project without progress for two weeks',
        detail: {
          companyName: `Donaudampfschifffahrtsgesellschaftskapitänskajütenausstattungsmanufaktur${'x'.repeat(60)} GmbH`,
          note: `https://example.com/${'a'.repeat(140)}`,
          amounts: [],
          lastContact: null,
          place: null,
        },
      }),
      role: 'head',
      ownerName: person(1),
      earlier: [{ name: person(1), at: new Date('2030-03-01T01:00:00Z') }],
    }),
    'visit-soon': composeReminder({
      ...plain,
      reader: full,
      matter: mine('visit.soon', 3, { date: new Date('2030-03-05T02:00:00Z') }),
      role: 'owner',
      acts: { done: null, snooze: [], logVisit: `${site}/m/cccc` },
    }),
    folded: composeFolded({
      reader: minimal,
      matters: [
        mine('followUp.due', 0),
        mine('followUp.due', 1, { date: new Date('2030-03-02T06:30:00Z') }),
        mine('promise.due', 2, { date: '2030-03-04' }),
        mine('lead.quiet', 3, { date: '2030-02-14' }),
        mine('deal.statistics', 4, { date: '2030-02-20' }),
        mine('visit.soon', 5, { date: new Date('2030-03-05T02:00:00Z') }),
      ].map((matter, index) => ({
        matter,
        ownerName: index === 2 ? person(0) : null,
        earlier: index === 2 ? [{ name: person(0), at: new Date('2030-03-01T01:00:00Z') }] : [],
      })),
      link: `${site}/today`,
      now,
    }),
    morning: composeMorning({
      reader: minimal,
      day: '2030-03-04',
      dueToday: list([mine('followUp.due', 0), mine('problem.due', 1, { date: '2030-03-04' })]),
      overdue: list([mine('followUp.due', 2, { date: '2030-02-27' })], 14),
      visitsToday: list([mine('visit.soon', 3)]),
      promisesDue: list([mine('promise.due', 1, { date: '2030-03-06' })]),
      quiet: list([mine('lead.quiet', 5, { date: '2030-02-14' })]),
      others: list([]),
      link: `${site}/today`,
      now,
    }) as ComposedMail,
    weekly: week(minimal),
    'weekly-full': week(full),
    monthly: composeMonthly({
      reader: minimal,
      month: '2030-02',
      departments: departments[locale].map((name, index) => ({
        name,
        created: 12 + index * 31,
        moved: 7 * index,
        stalled: 3,
        overdue: index === 2 ? 1_048 : index,
        promises: 5 + index,
      })),
      link: `${site}/today`,
    }) as ComposedMail,
    heartbeat: composeHeartbeat({
      reader: minimal,
      now,
      since: new Date('2030-03-03T01:00:00Z'),
      sent: 482,
      failed: 0,
      parked: 2,
      backlog: 0,
      oldestDue: null,
      workers: 2,
      channels: [
        { channel: 'email', lastSuccess: new Date('2030-03-04T00:58:00Z') },
        { channel: 'in_app', lastSuccess: new Date('2030-03-04T00:59:00Z') },
        { channel: 'robot', lastSuccess: null },
      ],
      link: `${site}/delivery`,
    }),
    'password-changed': composeSecurity({
      reader: minimal,
      change: { kind: 'passwordChanged' },
      at: now,
      address: '203.0.113.7',
      byName: null,
      link: `${site}/account`,
    }),
    'role-changed': composeSecurity({
      reader: minimal,
      change: { kind: 'roleChanged', from: 'officer', to: 'head' },
      at: now,
      address: '203.0.113.7',
      byName: person(1),
      link: `${site}/account`,
    }),
    test: composeTest({ reader: minimal, at: now, byName: person(2), link: site }),
  };
}
