import { type Locale, type ReportData, reportPeriodText, reportWords } from '@torch/contracts';
import type { ReportFormat } from '@torch/domain';
import { type ComposedMail, layoutMail } from '../mails';

interface MailOfReport {
  data: ReportData;
  locale: Locale;
  format: ReportFormat;
  schedule: string;
  /** The page on which the same report is made. */
  link: string;
  /** Whether the file hangs on the mail: else it is fetched by the link, after signing in. */
  attached: boolean;
}

const words = {
  'zh-CN': {
    attached: (format: string) => `报告见附件（${format}），内容以您的查看范围为准。`,
    linked: '请登录系统下载报告，内容以您的查看范围为准。',
    row: { period: '报告期', countedAt: '统计时间', schedule: '发送计划' },
    open: '打开报告',
    why: '您收到此邮件，是因为您被列为定期报告的接收人；如不再需要，请联系本部门负责人。',
    automatic: '此邮件由系统自动发送，请勿回复。',
  },
  en: {
    attached: (format: string) => `The report is attached (${format}); it tells what lies within your reach.`,
    linked: 'Sign in to fetch the report; it tells what lies within your reach.',
    row: { period: 'Period', countedAt: 'Counted at', schedule: 'Schedule' },
    open: 'Open the report',
    why: 'You get this mail because you are a receiver of a scheduled report; if you need it no more, tell the head of your department.',
    automatic: 'It was sent automatically; please do not reply.',
  },
} as const;

/** Tells that a report is there: with its file, or, where mails tell little, with the way to it. */
export function composeReportMail(of: MailOfReport): ComposedMail {
  const { data, locale, format, attached } = of;
  const [t, report] = [words[locale], reportWords[locale]];
  const heading = report.kind[data.kind];
  const period = reportPeriodText(report, data.period);
  return layoutMail({
    locale,
    kind: heading,
    heading,
    subject: `${heading} ${period}`,
    preheader: period,
    intro: [attached ? t.attached(format) : t.linked],
    rows: [
      { name: t.row.period, value: period },
      // The name is free text, which a mail that is to tell little does not carry.
      ...(attached ? [{ name: t.row.schedule, value: of.schedule }] : []),
    ],
    sections: [],
    warning: null,
    open: { label: t.open, href: of.link },
    acts: [],
    actsNote: null,
    earlier: null,
    why: locale === 'en' ? `${t.why} ${t.automatic}` : `${t.why}${t.automatic}`,
    footLinks: [],
  });
}
