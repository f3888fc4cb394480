import type { Locale } from '@torch/contracts';
import type { ReminderSubject } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import { localDay, localInstant } from '../mails';
import type { Transaction } from '../platform/database/unit-of-work';

/** What a group is told: no more than a minimal mail says. */
export interface RobotNews {
  id: string;
  robotId: string;
  subjectType: ReminderSubject;
  ruleNameZh: string | null;
  ruleNameEn: string | null;
  code: string | null;
  title: string;
  /** The day alone, `YYYY-MM-DD`, or the instant. */
  due: string | Date;
  link: string;
  locale: Locale;
  timeZone: string;
}

const writtenDown: readonly ReminderSubject[] = ['followUp', 'promise', 'assignment', 'problem'];

/** The services make mentions of what stands in angle brackets, and nobody is called up by a title. */
const harmless = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[<>]/g, (bracket) => (bracket === '<' ? '‹' : '›'))
    .replace(/@/g, '＠')
    .trim();

/** Code, what, when, link: in two lines. */
export function textOf({
  subjectType,
  ruleNameZh,
  ruleNameEn,
  code,
  title,
  due,
  link,
  locale,
  timeZone,
}: RobotNews): string {
  const rule = locale === 'en' ? ruleNameEn : ruleNameZh;
  const when = typeof due === 'string' ? localDay(due, locale) : localInstant(due, locale, timeZone);
  const what = writtenDown.includes(subjectType) ? title : null;
  return `${[rule, code, what, when].flatMap((part) => (part ? [harmless(part)] : [])).join(' · ')}\n${link}`;
}

/** Puts a message into the outbox of a robot; the next look of a worker takes it from there. */
export async function queueRobotPost(tx: Transaction, news: RobotNews): Promise<void> {
  await tx.query('INSERT INTO robot_posts (id, robot_id, reminder_id, text) VALUES ($1, $2, $3, $4)', [
    uuid(),
    news.robotId,
    news.id,
    textOf(news),
  ]);
}
