import type { Locale } from '@torch/contracts';

/** What happened to a visit in somebody's calendar. */
export type InvitationNews = 'moved' | 'cancelled' | 'taken' | 'handedOn';

/** Words of a mail that moves a visit in somebody's calendar, brings it there, or takes it out. */
const words = {
  'zh-CN': {
    heading: {
      moved: '会面安排有变',
      cancelled: '会面已取消',
      taken: '会面已转由您负责',
      handedOn: '会面已转由他人负责',
    },
    intro: {
      moved: '您日历中的一次会面有变。打开附件，日历会随之更新。',
      cancelled: '您日历中的一次会面已取消。打开附件，日历会将其移除。',
      taken: '一次会面已转由您负责。打开附件，即可放入您的日历。',
      handedOn: '您日历中的一次会面已转由他人负责。打开附件，日历会将其移除。',
    },
    code: '编号',
    at: '时间',
    open: '打开记录',
    why: '您收到此邮件，是因为此前的提醒已把这次会面放入您的日历。此邮件由系统自动发送，请勿回复。',
    whyTaken: '您收到此邮件，是因为这次会面现在由您负责。此邮件由系统自动发送，请勿回复。',
    settings: '通知设置',
  },
  en: {
    heading: {
      moved: 'A visit has changed',
      cancelled: 'A visit is cancelled',
      taken: 'A visit is now yours',
      handedOn: 'A visit is no longer yours',
    },
    intro: {
      moved: 'A visit in your calendar has changed. Open the attachment, and your calendar follows.',
      cancelled: 'A visit in your calendar is cancelled. Open the attachment, and your calendar takes it out.',
      taken: 'A visit has been handed to you. Open the attachment to put it into your calendar.',
      handedOn:
        'A visit in your calendar has been handed to somebody else. Open the attachment, and your calendar takes it out.',
    },
    code: 'Code',
    at: 'When',
    open: 'Open the record',
    why: 'You receive this mail because an earlier reminder put this visit into your calendar. It was sent automatically; please do not answer it.',
    whyTaken:
      'You receive this mail because the visit is yours now. It was sent automatically; please do not answer it.',
    settings: 'Notification settings',
  },
} as const;

export const invitationWords = (locale: Locale) => words[locale];
