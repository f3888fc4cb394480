import type { ReminderRecipient } from '@torch/domain';
import type { MailWords } from './mail-words';
import type { MatterSubject } from './matter';

const matter: Record<MatterSubject, string> = {
  followUp: '跟进事项',
  lead: '线索',
  deal: '项目',
  promise: '承诺事项',
  visit: '会面',
  assignment: '交办事项',
  problem: '卡点',
  tour: '外访团组',
};

const told = (count: number) => count.toLocaleString('zh-CN');

/** Who gives an assignment has not to do it. */
const verbOf = (subject: MatterSubject) => (subject === 'assignment' ? '交办' : '负责');

const whys: Record<ReminderRecipient, (what: string, verb: string, owner: string | null) => string> = {
  owner: (what, verb) => `该${what}由您${verb}`,
  assignee: (what) => `该${what}由您所在部门承办`,
  deputy: (what, verb, owner) => (owner ? `您是${owner}的代理人，该${what}由其${verb}` : `您代理该${what}的负责人`),
  head: (what, verb, owner) =>
    owner ? `该${what}由您部门的${owner}${verb}，尚待处理` : `该${what}属您的部门，尚待处理`,
  leader: (what, verb, owner) =>
    owner ? `该${what}由${owner}${verb}，尚待处理，需请您知悉` : `该${what}尚待处理，需请您知悉`,
};

export const zh: MailWords = {
  product: { name: '火炬招商', badge: '炬' },
  separator: '、',
  between: '',
  colon: ': ',
  kind: {
    reminder: '提醒',
    morning: '每日摘要',
    weekly: '部门周报',
    monthly: '招商月报',
    heartbeat: '运行报告',
    security: '安全通知',
    test: '测试邮件',
  },
  trigger: {
    'followUp.due': { name: '跟进提醒', section: '跟进事项', date: '到期时间' },
    'lead.firstResponse': { name: '首次响应提醒', section: '待首次响应的线索', date: '登记时间' },
    'lead.screening': { name: '研判提醒', section: '待研判的线索', date: '登记时间' },
    'lead.quiet': { name: '久未联系提醒', section: '久未联系的线索', date: '最近联系' },
    'lead.protectionEnds': { name: '保护期提醒', section: '保护期将到的线索', date: '保护期至' },
    'deal.quiet': { name: '项目跟进提醒', section: '久未联系的项目', date: '最近进展' },
    'deal.overlong': { name: '阶段超期提醒', section: '阶段超期的项目', date: '进入阶段' },
    'deal.milestone': { name: '节点提醒', section: '未按承诺完成的项目节点', date: '承诺日期' },
    'deal.statistics': { name: '入统提醒', section: '待入统的项目', date: '开工日期' },
    'promise.due': { name: '承诺提醒', section: '承诺事项', date: '到期时间' },
    'visit.soon': { name: '会面提醒', section: '临近的会面', date: '会面时间' },
    'visit.minutes': { name: '会面纪要提醒', section: '待补纪要的会面', date: '会面时间' },
    'tour.report': { name: '外访纪要提醒', section: '待补纪要的外访', date: '返回日期' },
    'assignment.unanswered': { name: '签收提醒', section: '待签收的交办事项', date: '交办时间' },
    'assignment.due': { name: '交办提醒', section: '交办事项', date: '办理时限' },
    'problem.due': { name: '卡点提醒', section: '卡点', date: '解决时限' },
  },
  subject: matter,
  row: {
    code: '编号',
    owner: '负责人',
    giver: '交办人',
    title: '名称',
    company: '企业',
    note: '备注',
    lastContact: '最近联系',
    place: '地点',
    officer: '人员',
    department: '部门',
  },
  late: (days) => `已逾期 ${days} 天`,
  ago: (days) => `已过 ${told(days)} 天`,
  dueToday: '今天到期',
  earlier: (people) => `此前已提醒：${people}`,
  reminded: (name, day) => `${name}（${day}）`,
  open: '打开记录',
  openAll: '在系统中查看',
  done: (subject) => ({ promise: '标为已兑现', problem: '标为已解决' })[subject as string] ?? '标为已完成',
  snooze: '稍后再提醒',
  snoozeDays: (days) => `${days} 个工作日后`,
  logVisit: '记录会面',
  actsNote: '链接只能使用一次，打开后须在页面上确认才会生效。',
  why: (role, subject, owner) => `您收到此邮件，是因为${whys[role](matter[subject], verbOf(subject), owner)}。`,
  whyInstead: (name) => `您收到此邮件，是因为您正在代理${name}的工作。`,
  automatic: '本邮件由系统自动发出，请勿直接回复。',
  settings: '通知设置',
  trace: '这封邮件从何而来',
  more: (count) => `另有 ${told(count)} 项`,

  folded: {
    heading: (count) => `${told(count)} 项提醒`,
    intro: '以下提醒同时到期，已合并为一封邮件。',
    why: '您收到此邮件，是因为这些事项由您负责，或需请您知悉。',
  },
  morning: {
    heading: (day) => `今日工作：${day}`,
    subject: (day, counts) => `今日工作 ${day}: ${counts}`,
    section: {
      dueToday: '今天到期',
      overdue: '已逾期',
      visitsToday: '今天的会面',
      promisesDue: '即将到期的承诺',
      quiet: '久未联系',
    },
    count: {
      dueToday: (count) => `到期 ${told(count)} 项`,
      overdue: (count) => `逾期 ${told(count)} 项`,
      visitsToday: (count) => `会面 ${told(count)} 场`,
      promisesDue: (count) => `承诺 ${told(count)} 项`,
      quiet: (count) => `久未联系 ${told(count)} 项`,
    },
    why: '您收到此邮件，是因为您开启了每日摘要；没有事项的日子不发送。',
  },
  weekly: {
    heading: (department) => `${department}本周情况`,
    subject: (department, days) => `部门周报 ${department} ${days}`,
    section: { created: '新增', moved: '推进', stalled: '停滞', overdue: '各人员逾期事项', promises: '承诺事项' },
    count: {
      created: (count) => `新增 ${told(count)} 项`,
      moved: (count) => `推进 ${told(count)} 项`,
      stalled: (count) => `停滞 ${told(count)} 项`,
      overdue: (count) => `逾期 ${told(count)} 项`,
      promises: (count) => `承诺 ${told(count)} 项`,
    },
    created: (day) => `${day}新增`,
    moved: (day) => `${day}推进`,
    stalled: (day) => `${day}以来无进展`,
    columns: { followUps: '跟进', promises: '承诺', problems: '卡点', total: '合计' },
    why: '您收到此邮件，是因为您是部门负责人；没有变化的一周不发送。',
  },
  monthly: {
    heading: (month) => `${month}招商情况`,
    subject: (month) => `招商月报 ${month}`,
    table: '各部门情况',
    columns: { created: '新增', moved: '推进', stalled: '停滞', overdue: '逾期', promises: '承诺' },
    total: '合计',
    note: '新增、推进为当月线索和项目数；停滞、逾期为月末仍未处理的数量；承诺为月末尚未兑现的数量。',
    why: '您收到此邮件，是因为您是区领导；没有变化的月份不发送。',
  },
  heartbeat: {
    well: '提醒系统运行正常',
    attention: (count) => `提醒系统有 ${told(count)} 项需要关注`,
    intro: '如果这份报告没有按时到达，说明邮件发送可能已经中断，请检查系统。',
    row: {
      since: '统计起点',
      sent: '已发送',
      failed: '发送失败',
      parked: '已停发待处理',
      backlog: '到期未发',
      oldestDue: '最早一项到期于',
      workers: '运行中的发送进程',
    },
    channel: { email: '邮件最近成功', in_app: '站内通知最近成功', robot: '群机器人最近成功' },
    never: '从未',
    open: '打开发送状态',
    why: '您收到此邮件，是因为系统管理员开启了定期运行报告。',
  },
  security: {
    passwordChanged: { heading: '登录密码已修改', intro: '您账号的登录密码已修改。' },
    passwordReset: {
      heading: '登录密码已重置',
      intro: '您账号的登录密码已由管理员重置，请用新密码登录，并尽快改为只有您知道的密码。',
    },
    roleChanged: { heading: '账号角色已变更', intro: '您账号的角色已变更，可查看和办理的内容随之调整。' },
    tokenCreated: {
      heading: '新建了 API 令牌',
      intro: '您的账号新建了一个 API 令牌。持有该令牌的程序可以您的身份读写数据。',
    },
    calendarCreated: {
      heading: '新建了日历订阅地址',
      intro: '您的账号新建了一个日历订阅地址。持有该地址的人可在日历中看到您的待办及时间，请勿转发。',
    },
    emailChanged: {
      heading: '接收邮箱已变更',
      intro: '您账号的接收邮箱已变更，今后的提醒发往新邮箱。本通知同时发往新旧两个邮箱。',
    },
    calendarRenewed: {
      heading: '日历订阅地址已更换',
      intro: '您的日历订阅地址已更换，旧地址即刻失效。请在日历软件中改用新地址。',
    },
    row: { at: '时间', by: '操作人', address: 'IP 地址', role: '角色', token: '令牌名称' },
    self: '本人账号',
    roles: (from, to) => `${from} → ${to}`,
    warning:
      '如果这不是您本人或您知情的操作，请立即修改密码、退出其他登录会话，并联系系统管理员。我们不会通过邮件向您索要密码。',
    open: '查看账号安全',
    why: '您收到此邮件，是因为您的账号发生了安全变更。安全通知不能关闭。',
  },
  test: {
    heading: '邮件发送正常',
    intro: '收到此邮件，说明邮件服务器设置正确。',
    row: { at: '发送时间', by: '发起人' },
    open: '打开系统',
    why: '您收到此邮件，是因为管理员测试了邮件发送。',
  },
};
