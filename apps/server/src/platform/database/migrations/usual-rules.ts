import type { ReminderRecipient, ReminderStep, ReminderTrigger } from '@torch/domain';

interface UsualRule {
  code: string;
  trigger: ReminderTrigger;
  nameZh: string;
  nameEn: string;
  conditions?: Record<string, unknown>;
  steps: ReminderStep[];
}

const step =
  (unit: ReminderStep['unit']) =>
  (offset: number, to: ReminderRecipient | ReminderRecipient[], time: string | null = null): ReminderStep => ({
    offset,
    unit,
    to: [to].flat(),
    time,
  });
const [notice, hours, days, workingDays, months] = (['notice', 'hours', 'days', 'workingDays', 'months'] as const).map(
  step,
) as [
  ReturnType<typeof step>,
  ReturnType<typeof step>,
  ReturnType<typeof step>,
  ReturnType<typeof step>,
  ReturnType<typeof step>,
];

/** The time limits by which bureaus commonly work; every zone edits them. Never changed here once they have been loaded. */
export const usualRules: readonly UsualRule[] = [
  {
    code: 'followUp.due',
    trigger: 'followUp.due',
    nameZh: '跟进事项到期',
    nameEn: 'Follow-up due',
    steps: [
      notice(0, 'owner'),
      workingDays(1, 'owner'),
      workingDays(2, 'deputy'),
      workingDays(3, 'head'),
      workingDays(10, 'leader'),
    ],
  },
  {
    code: 'promise.due',
    trigger: 'promise.due',
    nameZh: '承诺到期',
    nameEn: 'Promise due',
    steps: [
      workingDays(-1, 'owner'),
      days(1, 'owner'),
      workingDays(2, 'deputy'),
      workingDays(3, 'head'),
      workingDays(5, 'leader'),
    ],
  },
  {
    code: 'lead.inquiry',
    trigger: 'lead.firstResponse',
    nameZh: '投资咨询待回复',
    nameEn: 'Inquiry to be answered',
    conditions: { channels: ['inquiry'] },
    steps: [hours(24, 'owner'), hours(48, ['owner', 'head'])],
  },
  {
    code: 'lead.firstResponse',
    trigger: 'lead.firstResponse',
    nameZh: '新线索首次响应',
    nameEn: 'First response to a new lead',
    steps: [workingDays(1, 'owner'), workingDays(2, 'deputy'), workingDays(3, 'head')],
  },
  {
    code: 'lead.screening',
    trigger: 'lead.screening',
    nameZh: '线索待研判',
    nameEn: 'Screening due',
    steps: [workingDays(3, 'owner'), workingDays(5, 'head')],
  },
  {
    code: 'lead.quiet',
    trigger: 'lead.quiet',
    nameZh: '线索久未联系',
    nameEn: 'Lead gone quiet',
    conditions: { statuses: ['contacted', 'qualified'] },
    steps: [days(14, 'owner'), workingDays(15, 'deputy'), days(30, 'head')],
  },
  {
    code: 'lead.protectionEnds',
    trigger: 'lead.protectionEnds',
    nameZh: '首报保护即将到期',
    nameEn: 'First-report protection about to end',
    steps: [days(-1, 'owner')],
  },
  {
    code: 'deal.quiet.major',
    trigger: 'deal.quiet',
    nameZh: '重大项目每周跟进',
    nameEn: 'Major deal without a weekly report',
    conditions: {
      minInvestment: '500000000',
      stages: ['negotiating', 'site_visit', 'review', 'signed', 'registered', 'filed'],
    },
    steps: [days(7, 'owner'), workingDays(10, 'head')],
  },
  {
    code: 'deal.quiet',
    trigger: 'deal.quiet',
    nameZh: '项目久无进展',
    nameEn: 'Deal without progress',
    conditions: { stages: ['negotiating', 'site_visit', 'review', 'signed', 'registered', 'filed'] },
    steps: [days(14, 'owner'), workingDays(15, 'deputy'), days(30, ['owner', 'head']), days(45, 'leader')],
  },
  {
    code: 'deal.overlong',
    trigger: 'deal.overlong',
    nameZh: '阶段停留超期',
    nameEn: 'Stage longer than its norm',
    conditions: {
      normDays: {
        negotiating: 60,
        site_visit: 30,
        review: 30,
        signed: 60,
        registered: 90,
        filed: 180,
        construction: 730,
        production: 365,
      },
    },
    steps: [days(1, 'owner'), workingDays(10, 'head')],
  },
  {
    code: 'deal.milestone',
    trigger: 'deal.milestone',
    nameZh: '节点逾期',
    nameEn: 'Milestone slipped',
    steps: [days(1, ['owner', 'head']), months(3, ['owner', 'head', 'leader'])],
  },
  {
    code: 'deal.statistics',
    trigger: 'deal.statistics',
    nameZh: '开工后未入统',
    nameEn: 'Statistics entry overdue',
    steps: [months(1, 'owner'), months(2, ['owner', 'head'])],
  },
  {
    code: 'visit.soon',
    trigger: 'visit.soon',
    nameZh: '明日来访/外访',
    nameEn: 'Visit tomorrow',
    steps: [days(-1, 'owner')],
  },
  {
    code: 'visit.minutes',
    trigger: 'visit.minutes',
    nameZh: '访问纪要未补',
    nameEn: 'Minutes of a visit missing',
    steps: [workingDays(1, 'owner'), workingDays(3, ['owner', 'head'])],
  },
  {
    code: 'tour.report',
    trigger: 'tour.report',
    nameZh: '出访报告未交',
    nameEn: 'Report of a mission due',
    steps: [days(10, 'owner'), days(15, ['owner', 'head'])],
  },
  {
    code: 'assignment.unanswered',
    trigger: 'assignment.unanswered',
    nameZh: '交办事项未签收',
    nameEn: 'Assignment not accepted',
    steps: [workingDays(2, 'assignee'), workingDays(4, 'owner')],
  },
  {
    code: 'assignment.due',
    trigger: 'assignment.due',
    nameZh: '交办事项到期',
    nameEn: 'Assignment due',
    steps: [
      workingDays(-1, 'assignee'),
      workingDays(1, ['assignee', 'owner']),
      workingDays(3, 'head'),
      workingDays(5, 'leader'),
    ],
  },
  {
    code: 'problem.due',
    trigger: 'problem.due',
    nameZh: '卡点到期',
    nameEn: 'Blocker due',
    steps: [
      workingDays(-1, 'owner'),
      workingDays(1, 'owner'),
      workingDays(2, 'deputy'),
      workingDays(3, 'head'),
      workingDays(5, 'leader'),
    ],
  },
  {
    code: 'digest.personal',
    trigger: 'digest.personal',
    nameZh: '个人晨报',
    nameEn: 'Morning digest',
    steps: [workingDays(1, 'owner', '08:30')],
  },
  {
    code: 'digest.weekly',
    trigger: 'digest.weekly',
    nameZh: '部门周报',
    nameEn: 'Weekly digest of a head',
    // Friday: the day of the weekly sheet.
    steps: [days(5, 'head', '10:00')],
  },
  {
    code: 'digest.monthly',
    trigger: 'digest.monthly',
    nameZh: '领导月报',
    nameEn: 'Monthly digest of a leader',
    steps: [workingDays(1, 'leader', '09:00')],
  },
];
