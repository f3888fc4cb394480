import type { Locale } from '@torch/contracts';

/** Words of a mail that moves a visit in somebody's calendar, or takes it out. */
const words = {
  'zh-CN': {
    moved: '会面安排有变',
    cancelled: '会面已取消',
    movedIntro: '您日历中的一次会面有变。打开附件，日历会随之更新。',
    cancelledIntro: '您日历中的一次会面已取消。打开附件，日历会将其移除。',
    code: '编号',
    at: '时间',
    open: '打开记录',
    why: '您收到此邮件，是因为此前的提醒已把这次会面放入您的日历。此邮件由系统自动发送，请勿回复。',
    settings: '通知设置',
  },
  en: {
    moved: 'A visit has changed',
    cancelled: 'A visit is cancelled',
    movedIntro: 'A visit in your calendar has changed. Open the attachment, and your calendar follows.',
    cancelledIntro: 'A visit in your calendar is cancelled. Open the attachment, and your calendar takes it out.',
    code: 'Code',
    at: 'When',
    open: 'Open the record',
    why: 'You receive this mail because an earlier reminder put this visit into your calendar. It was sent automatically; please do not answer it.',
    settings: 'Notification settings',
  },
} as const;

export const invitationWords = (locale: Locale) => words[locale];
