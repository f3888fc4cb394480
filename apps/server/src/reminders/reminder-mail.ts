import type { Locale } from '@torch/contracts';

export interface ReminderFacts {
  locale: Locale;
  timeZone: string;
  /** Code of the lead, where there is one. */
  code: string | null;
  kind: 'followUp' | 'promise';
  title: string;
  /** The instant, or the day alone as `YYYY-MM-DD`. */
  due: Date | string;
  link: string;
}

export interface ComposedMail {
  subject: string;
  text: string;
  html: string;
}

const wordsOf = {
  'zh-CN': {
    product: '火炬招商',
    reminder: { followUp: '跟进提醒', promise: '承诺提醒' },
    record: '线索编号',
    what: '事项',
    due: '到期时间',
    open: '打开记录',
    why: {
      followUp: '您收到此邮件,是因为该跟进事项由您负责。',
      promise: '您收到此邮件,是因为该承诺事项由您负责。',
    },
  },
  en: {
    product: 'Torch CRM',
    reminder: { followUp: 'Follow-up reminder', promise: 'Promise reminder' },
    record: 'Lead',
    what: 'What',
    due: 'Due',
    open: 'Open the record',
    why: {
      followUp: 'You receive this mail because the follow-up is yours.',
      promise: 'You receive this mail because the promise is yours to keep.',
    },
  },
} as const;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] as string);
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The instant in the reader's language and zone, with the zone named. */
export const localInstant = (at: Date, locale: Locale, timeZone: string): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at);

/** The day, `YYYY-MM-DD`, in the reader's language. */
export const localDay = (day: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  }).format(new Date(`${day}T00:00Z`));

/** The minimal mail: code, what, when and a link; no company, no notes, nothing internal. */
export function composeReminder({ locale, timeZone, code, kind, title, due, link }: ReminderFacts): ComposedMail {
  const words = wordsOf[locale];
  const say = { ...words, reminder: words.reminder[kind], why: words.why[kind] };
  const when = typeof due === 'string' ? localDay(due, locale) : localInstant(due, locale, timeZone);
  const rows: [string, string][] = [
    ...(code ? [[say.record, code] as [string, string]] : []),
    [say.what, oneLine(title)],
    [say.due, when],
  ];
  const subject = oneLine(`[${say.product}] ${say.reminder}${code ? ` ${code}` : ''}: ${title}`);
  const text = [...rows.map(([name, value]) => `${name}: ${value}`), '', `${say.open}: ${link}`, '', say.why].join(
    '\n',
  );
  const cells = rows
    .map(
      ([name, value]) =>
        `<tr><th align="left" style="padding:4px 16px 4px 0;color:#555;font-weight:normal">${escape(name)}</th><td style="padding:4px 0">${escape(value)}</td></tr>`,
    )
    .join('');
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escape(subject)}</title></head>
<body style="margin:0;padding:24px;background:#f5f5f4;font:15px/1.6 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;color:#1c1917">
<div style="max-width:560px;margin:auto;padding:24px;background:#fff;border-top:4px solid #b3261e">
<h1 style="margin:0 0 16px;font-size:18px">${escape(say.reminder)}</h1>
<table role="presentation" style="border-collapse:collapse">${cells}</table>
<p style="margin:24px 0"><a href="${escape(link)}" style="display:inline-block;padding:10px 20px;background:#b3261e;color:#fff;text-decoration:none;border-radius:4px">${escape(say.open)}</a></p>
<p style="margin:0;color:#666;font-size:13px">${escape(say.why)}</p>
</div></body></html>`;
  return { subject, text, html };
}
