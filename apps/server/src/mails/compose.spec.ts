import { reminderRecipients, reminderSubjects } from '@torch/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matterOf, now, readerOf, sampleMails } from '../../test/mail-samples';
import {
  type ComposedMail,
  composeFolded,
  composeHeartbeat,
  composeMonthly,
  composeMorning,
  composeReminder,
  composeSecurity,
  composeWeekly,
  type MailReader,
  type Matter,
  type MatterList,
  type RecordLine,
  type ReminderFacts,
  type SecurityChange,
} from '.';
import { matterSubjectOf, matterTriggers } from './matter';
import { escape, oneLine } from './plain';

const locales = ['zh-CN', 'en'] as const;

const remind = (facts: Partial<ReminderFacts> = {}) =>
  composeReminder({
    reader: readerOf('zh-CN'),
    matter: matterOf('followUp.due'),
    role: 'owner',
    insteadOf: null,
    ownerName: null,
    earlier: [],
    acts: null,
    traceLink: null,
    now,
    ...facts,
  });
const list = (matters: Matter[], total = matters.length): MatterList => ({ matters, total, link: null });
const none = list([]);
const morning = (parts: Partial<Parameters<typeof composeMorning>[0]> = {}) =>
  composeMorning({
    reader: readerOf('zh-CN'),
    day: '2030-03-04',
    dueToday: none,
    overdue: none,
    visitsToday: none,
    promisesDue: none,
    quiet: none,
    others: none,
    link: 'https://crm.example.com/today',
    now,
    ...parts,
  });
const noRecords = { records: [], total: 0, link: null };
const weekly = (parts: Partial<Parameters<typeof composeWeekly>[0]> = {}) =>
  composeWeekly({
    reader: readerOf('zh-CN'),
    departmentName: '招商一部',
    from: '2030-02-25',
    to: '2030-03-03',
    created: noRecords,
    moved: noRecords,
    stalled: noRecords,
    quiet: noRecords,
    overdue: [],
    promises: none,
    link: 'https://crm.example.com/today',
    now,
    ...parts,
  });
const alone = (matter: Matter) => ({ matter, ownerName: null, earlier: [] });
const whole = (mail: ComposedMail | null) => `${mail?.subject}\n${mail?.text}\n${mail?.html}`;
/** The page without what stands between and in its tags. */
const skeleton = ({ html }: ComposedMail) => html.replace(/>[^<]*</g, '><').match(/<!?[\w-]+/g);

describe('what readers and filters rely on', () => {
  it.each([
    ['zh-CN', 'followUp.due', '[火炬招商] 跟进提醒 L-2030-0042: 核对标准厂房层高与荷载'],
    ['zh-CN', 'promise.due', '[火炬招商] 承诺提醒 L-2030-0042: 核对标准厂房层高与荷载'],
    ['en', 'followUp.due', '[Torch CRM] Follow-up reminder L-2030-0042: 核对标准厂房层高与荷载'],
    ['en', 'promise.due', '[Torch CRM] Promise reminder L-2030-0042: 核对标准厂房层高与荷载'],
  ] as const)('subject in %s of %s', (locale, trigger, subject) => {
    expect(remind({ reader: readerOf(locale), matter: matterOf(trigger) }).subject).toBe(subject);
  });

  it('tells the instant in the reader’s own zone, a day as a day', () => {
    const zh = remind();
    expect(zh.text).toContain('到期时间: 2030年3月4日周一 GMT+8 14:30');
    expect(zh.text).toContain('该跟进事项由您负责');
    expect(zh.text).toContain('https://zhaoshang.example.com/leads/0190a1b2-0000-7000-8000-000000000042');
    const en = remind({ reader: readerOf('en') });
    expect(en.text).toContain('Due: Mon, 4 Mar 2030, 07:30 CET');
    const promise = remind({ matter: matterOf('promise.due', { date: '2030-03-04' }) });
    expect(promise.text).toContain('到期时间: 2030年3月4日周一');
    expect(promise.text).toContain('该承诺事项由您负责');
  });

  it('says how late it is by the reader’s calendar', () => {
    const late = { ...matterOf('followUp.due'), date: new Date('2030-03-01T22:00:00Z') };
    expect(remind({ matter: late }).text).toContain('已逾期 2 天');
    expect(remind({ matter: late, reader: readerOf('en') }).text).toContain('3 days overdue');
    const yesterday = { ...late, date: '2030-03-03' };
    expect(remind({ matter: yesterday, reader: readerOf('en') }).text).toContain('1 day overdue');
    expect(remind({ matter: matterOf('visit.minutes', { date: '2030-03-01' }) }).text).not.toContain('逾期');
  });

  it('calls overdue what was due earlier today, as the product does', () => {
    const due = (minutes: number) =>
      remind({ matter: matterOf('followUp.due', { date: new Date(now.getTime() - minutes * 60_000) }) }).text;
    expect(due(1)).toContain('今天到期');
    expect(due(58)).toContain('已逾期');
    expect(due(58)).not.toContain('今天到期');
  });

  it('names everybody of the ladder, and offers what can be done', () => {
    const mail = remind({
      reader: readerOf('en'),
      role: 'head',
      ownerName: 'Wang Min',
      earlier: [
        { name: 'Wang Min', at: new Date('2030-02-26T01:00:00Z') },
        { name: 'Chen Liqun', at: new Date('2030-03-01T23:30:00Z') },
      ],
      acts: {
        done: 'https://crm.example.com/m/1',
        snooze: [
          { days: 1, link: 'https://crm.example.com/m/2' },
          { days: 7, link: 'https://crm.example.com/m/3' },
        ],
        logVisit: 'https://crm.example.com/m/4',
      },
    });
    expect(mail.text).toContain('Reminded before: Wang Min (26 Feb), Chen Liqun (2 Mar)');
    expect(mail.text).toContain('- 1 working day: https://crm.example.com/m/2\n- 7 working days: ');
    for (const link of [1, 2, 3, 4]) expect(mail.html).toContain(`href="https://crm.example.com/m/${link}"`);
  });

  it('says how long it has been so, of what has no day to be done by', () => {
    const quiet = matterOf('lead.quiet', { date: new Date('2030-02-18T03:00:00Z') });
    expect(remind({ matter: quiet }).text).toContain('最近联系: 2030年2月18日周一 GMT+8 11:00 (已过 14 天)');
    const minutes = matterOf('visit.minutes', { date: '2030-03-03' });
    expect(remind({ matter: minutes, reader: readerOf('en') }).text).toContain('Met: Sun, 3 Mar 2030 (1 day ago)');
  });

  it('says why it came: to the deputy of somebody away, and to whom an assignment was given', () => {
    expect(remind({ insteadOf: '陈立群' }).text).toContain('您正在代理陈立群的工作');
    const given = { matter: matterOf('assignment.unanswered', { date: '2030-03-01' }), ownerName: '王敏' };
    const mail = remind({ ...given, role: 'assignee' });
    expect(mail.subject).toBe('[火炬招商] 签收提醒 L-2030-0042: 核对标准厂房层高与荷载');
    expect(mail.text).toContain('交办人: 王敏');
    expect(mail.text).toContain('该交办事项由您所在部门承办');
    expect(remind({ ...given, reader: readerOf('en'), role: 'head' }).text).toContain(
      'because the assignment given by 王敏 in your department',
    );
  });

  it('has words for every trigger, role and mode', () => {
    for (const locale of locales)
      for (const mode of ['minimal', 'full'] as const)
        for (const trigger of matterTriggers)
          for (const role of reminderRecipients)
            for (const ownerName of [null, '王敏']) {
              const mail = remind({ reader: readerOf(locale, mode), matter: matterOf(trigger), role, ownerName });
              expect(whole(mail)).not.toMatch(/undefined|null|NaN|\[object/);
              expect(mail.subject).toContain('L-2030-0042');
            }
    expect(new Set([...matterTriggers.map(matterSubjectOf), 'user'])).toEqual(new Set(reminderSubjects));
  });

  it('tells in the rule’s words what may not be told by its title', () => {
    const matter = matterOf('lead.quiet', { ruleName: '重点线索两周未联系' });
    expect(remind({ matter }).subject).toBe('[火炬招商] 久未联系提醒 L-2030-0042: 重点线索两周未联系');
    expect(remind({ matter: { ...matter, ruleName: null } }).text).toContain('线索久未联系');
    const full = remind({ matter, reader: readerOf('zh-CN', 'full') });
    expect(full.text).toContain('企业: 示例精密机械(中山)有限公司');
    expect(full.text).toContain('备注: 对方关心:\n  1. 首层荷载不低于 2 吨\n  2. 交付时间');
    expect(full.html).toContain('对方关心:<br>1. 首层荷载');
  });
});

describe('a minimal mail', () => {
  const secrets = fc.record({ title: fc.string(), companyName: fc.string(), note: fc.string(), place: fc.string() });
  interface Secrets {
    title: string;
    companyName: string;
    note: string;
    place: string;
  }
  const matters = (hidden: Secrets, confidential: boolean) =>
    matterTriggers.map((trigger) =>
      matterOf(trigger, {
        ...(confidential || !['followUp', 'promise', 'assignment', 'problem'].includes(matterSubjectOf(trigger))
          ? { title: hidden.title }
          : {}),
        confidential,
        detail: { ...hidden, amounts: [[hidden.note, hidden.place]], lastContact: '2030-01-01' },
      }),
    );
  const everything = (reader: MailReader, hidden: Secrets, confidential: boolean) => {
    const all = matters(hidden, confidential);
    const line: RecordLine = {
      subject: 'deal',
      code: 'D-2030-0001',
      title: hidden.title,
      companyName: hidden.companyName,
      ownerName: '王敏',
      on: '2030-03-01',
      link: 'https://crm.example.com/deals/1',
      confidential,
    };
    const lines = { records: [line], total: 3, link: null };
    return [
      ...all.map((matter) => remind({ reader, matter })),
      composeFolded({ reader, matters: all.map(alone), link: 'https://crm.example.com', now }),
      morning({ reader, dueToday: list(all), overdue: list(all), visitsToday: list(all), quiet: list(all, 99) }),
      weekly({
        reader,
        created: lines,
        stalled: lines,
        moved: { ...lines, records: [{ ...line, from: 'negotiating', to: 'site_visit' }] },
        promises: list(all),
      }),
    ];
  };

  it('is the same whatever the company, the title and the notes are', () => {
    const blank = { title: '', companyName: '', note: '', place: '' };
    for (const locale of locales) {
      const expected = everything(readerOf(locale), blank, false);
      fc.assert(
        fc.property(secrets, (hidden) => {
          expect(everything(readerOf(locale), hidden, false)).toEqual(expected);
        }),
        { numRuns: 20 },
      );
    }
  });

  it('is what a confidential matter gets in every mode', () => {
    const blank = { title: '', companyName: '', note: '', place: '' };
    const expected = everything(readerOf('zh-CN', 'full'), blank, true);
    fc.assert(
      fc.property(secrets, (hidden) => {
        expect(everything(readerOf('zh-CN', 'full'), hidden, true)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});

describe('whatever people write', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constantFrom(
      `"><script>alert(1)</script>`,
      `</td></table><img src=x onerror=alert(1)>`,
      `<!--[if mso]>`,
      `' style='x`,
      '&lt;b&gt;',
      '\r\nBcc: somebody@example.com',
      '\u202egnp.exe',
    ),
  );

  it('stays words and never becomes part of the page', () => {
    const plain = skeleton(
      remind({ reader: readerOf('en', 'full'), matter: matterOf('followUp.due', { title: 'x' }) }),
    );
    fc.assert(
      fc.property(text, (written) => {
        const title = `x${written}`;
        const mail = remind({ reader: readerOf('en', 'full'), matter: matterOf('followUp.due', { title }) });
        expect(skeleton(mail)).toEqual(plain);
      }),
    );
  });

  it('leaves a subject of one line and at most 120 characters, without half or unseen characters', () => {
    fc.assert(
      fc.property(text, text, (title, code) => {
        const { subject } = remind({ matter: matterOf('followUp.due', { title, code }) });
        expect(subject.length).toBeLessThanOrEqual(120);
        expect(subject).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u);
        expect(subject.startsWith('[火炬招商] 跟进提醒')).toBe(true);
      }),
    );
  });

  it('cannot break out of a link', () => {
    const link = 'https://crm.example.com/?q="><b>&x=\'';
    const { html, text: words } = remind({ matter: matterOf('followUp.due', { link }) });
    expect(html).toContain('href="https://crm.example.com/?q=&quot;&gt;&lt;b&gt;&amp;x=&#39;"');
    expect(words).toContain(link);
  });

  it('is whole in a folded mail: no matter is lost, in page or text', () => {
    const matter = fc
      .tuple(fc.constantFrom(...matterTriggers), fc.string({ minLength: 1, maxLength: 80 }), fc.nat())
      .map(([trigger, title, number]) =>
        matterOf(trigger, {
          title: `t${title}`,
          code: `L-2030-${number}`,
          link: `https://crm.example.com/leads/${number}?a=1&b=2`,
        }),
      );
    fc.assert(
      fc.property(fc.array(matter, { minLength: 1, maxLength: 12 }), (matters) => {
        const mail = composeFolded({
          reader: readerOf('en', 'full'),
          matters: matters.map(alone),
          link: 'https://crm.example.com',
          now,
        });
        for (const each of matters) {
          expect(mail.text).toContain(oneLine(each.title));
          expect(mail.html).toContain(escape(oneLine(each.title)));
          expect(mail.text).toContain(each.link);
          expect(mail.html).toContain(`href="${escape(each.link)}"`);
        }
        expect(mail.subject).toContain(matters.length === 1 ? '1 reminder:' : `${matters.length} reminders:`);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a folded mail', () => {
  it('names owner and earlier readers of what has climbed the ladder', () => {
    const { text, html } = composeFolded({
      reader: readerOf('zh-CN'),
      matters: [
        {
          matter: matterOf('promise.due', { date: '2030-03-01' }),
          ownerName: '王敏',
          earlier: [{ name: '王敏', at: new Date('2030-03-01T01:00:00Z') }],
        },
        alone(matterOf('followUp.due')),
      ],
      link: 'https://crm.example.com',
      now,
    });
    for (const said of ['负责人: 王敏', '王敏（3月1日）']) {
      expect(text).toContain(said);
      expect(html).toContain(said);
    }
  });

  it('stays below what webmails cut off, and counts what it does not list', () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      alone(matterOf(index % 2 ? 'promise.due' : 'lead.quiet', { code: `L-2030-${index}`, date: '2030-03-01' })),
    );
    const { html, text } = composeFolded({
      reader: readerOf('zh-CN', 'full'),
      matters: many,
      link: 'https://crm.example.com',
      now,
    });
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    expect(text).toContain('== 久未联系的线索 (250) ==');
    expect(text).toContain('另有 190 项');
    expect(text).toContain('== 承诺事项 (250) ==\n- 另有 250 项: https://crm.example.com');
  });
});

describe('digests', () => {
  it('say nothing where there is nothing to say', () => {
    expect(morning()).toBeNull();
    expect(weekly()).toBeNull();
    expect(weekly({ overdue: [{ officerName: '王敏', followUps: 0, promises: 0, problems: 0 }] })).toBeNull();
    const nought = { name: '招商一部', created: 0, moved: 0, stalled: 0, overdue: 0, promises: 0 };
    expect(
      composeMonthly({ reader: readerOf('en'), month: '2030-02', departments: [nought], link: 'https://x.example' }),
    ).toBeNull();
  });

  it('tell what they leave out', () => {
    const mail = morning({ overdue: list([matterOf('followUp.due', { date: '2030-03-01' })], 14) });
    expect(mail?.subject).toBe('[火炬招商] 今日工作 3月4日: 逾期 14 项');
    expect(mail?.text).toContain('另有 13 项: https://crm.example.com/today');
  });

  it('add up what they count', () => {
    const week = weekly({
      reader: readerOf('en'),
      overdue: [
        { officerName: 'Wang Min', followUps: 3, promises: 1, problems: 0 },
        { officerName: 'Chen Liqun', followUps: 1_200, promises: 0, problems: 2 },
      ],
    });
    expect(week?.text).toContain('1,206 overdue');
    expect(week?.text).toMatch(/^Total +1,203 +1 +2 +1,206$/m);
    const month = composeMonthly({
      reader: readerOf('en'),
      month: '2030-02',
      departments: [
        { name: 'A', created: 1, moved: 2, stalled: 3, overdue: 4, promises: 1 },
        { name: 'B', created: 10, moved: 0, stalled: 0, overdue: 0, promises: 0 },
      ],
      link: 'https://crm.example.com',
    });
    expect(month?.subject).toBe(
      '[Torch CRM] Monthly digest, February 2030: 11 new, 2 moved on, 3 stalled, 4 overdue, 1 promise',
    );
    expect(month?.text).toMatch(/^Total +11 +2 +3 +4 +1$/m);
  });

  it('name stages by their words', () => {
    const { text } = sampleMails('zh-CN')['weekly'] as ComposedMail;
    expect(text).toContain('洽谈 → 考察');
    expect(text).toContain('2030年2月25日至3月3日');
  });
});

describe('notices', () => {
  const changes: SecurityChange[] = [
    { kind: 'passwordChanged' },
    { kind: 'passwordReset' },
    { kind: 'roleChanged', from: 'officer', to: 'head' },
    { kind: 'tokenCreated', tokenName: '<b>报表</b>' },
    { kind: 'calendarRenewed' },
  ];

  it.each(changes)('of $kind say when, from where, by whom and what to do', (change) => {
    for (const locale of locales) {
      const mail = composeSecurity({
        reader: readerOf(locale),
        change,
        at: now,
        address: '203.0.113.7',
        byName: '陈立群',
        link: 'https://crm.example.com/account',
      });
      expect(mail.text).toContain('203.0.113.7');
      expect(mail.text).toContain('陈立群');
      expect(mail.text).toContain(locale === 'en' ? 'If this was not you' : '如果这不是您本人');
      expect(whole(mail)).not.toMatch(/undefined|null|NaN/);
      expect(mail.html).not.toContain('<b>');
    }
  });

  it('count what is amiss', () => {
    const facts = {
      reader: readerOf('en'),
      now,
      since: new Date('2030-03-03T01:00:00Z'),
      sent: 12,
      failed: 0,
      parked: 0,
      backlog: 0,
      oldestDue: null,
      workers: 2,
      channels: [{ channel: 'robot' as const, lastSuccess: null }],
      link: 'https://crm.example.com/delivery',
    };
    expect(composeHeartbeat(facts).subject).toBe('[Torch CRM] Reminders are running');
    expect(composeHeartbeat(facts).text).toContain('Last group message: never');
    expect(composeHeartbeat({ ...facts, failed: 3 }).subject).toContain('1 matter needs attention');
    expect(composeHeartbeat({ ...facts, failed: 3, workers: 0 }).subject).toContain('2 matters need attention');
  });
});

describe('the text alone', () => {
  it.each(locales)('has no residue of the page, and whole addresses, in %s', (locale) => {
    for (const [name, { text }] of Object.entries(sampleMails(locale))) {
      expect(text, name).not.toMatch(/<\/?[a-z]|&[a-z]+;|&#\d/);
      expect(text, name).toMatch(/https:\/\//);
      expect(text, name).not.toMatch(/\n{3}| $/m);
    }
  });
});
