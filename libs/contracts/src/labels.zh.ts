import type { Labels } from './labels';

export const zh: Labels = {
  role: {
    officer: '招商专员',
    head: '部门负责人',
    leader: '区领导',
    collaborator: '协同部门',
    statistician: '统计员',
    admin: '系统管理员',
    security_admin: '安全管理员',
    auditor: '审计员',
  },
  leadStatus: {
    new: '新线索',
    contacted: '已接洽',
    qualified: '已研判',
    converted: '已转项目',
    dormant: '搁置',
    disqualified: '已关闭',
  },
  chainGap: { fill: '补链', extend: '延链', strengthen: '强链' },
  nodeStrength: { strong: '强', weak: '弱', missing: '缺失', unknown: '待摸清' },
  nodePosition: { upstream: '上游', midstream: '中游', downstream: '下游', platform: '公共平台' },
  regionStrategy: { consolidate: '巩固', expand: '拓展', break_through: '突破', deepen: '深化', none: '未定' },
  visitKind: { inbound: '来访', outbound: '外访', online: '线上会谈', event: '活动会面' },
  visitStatus: { planned: '计划中', completed: '已完成', cancelled: '已取消' },
  followUpStatus: { open: '待办', done: '已完成', cancelled: '已取消' },
  mailState: { queued: '等待发送', sent: '已发送', failed: '发送失败', cancelled: '已取消' },
  reminderState: { planned: '已计划', handed_over: '已发出', cancelled: '已取消', superseded: '已被替代' },
};
