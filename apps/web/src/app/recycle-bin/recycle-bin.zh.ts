export const zh = {
  title: '回收站',
  hint: '删除的记录在这里保留 90 天,可以恢复。',
  types: { company: '企业', contact: '联系人', lead: '线索', deal: '项目', visit: '会面', followUp: '跟进事项' },
  type: '类型',
  deleted: (when: string) => `删除于 ${when}`,
  purge: (when: string) => `${when} 后彻底清除`,
  restored: '已恢复。',
  empty: '回收站是空的。',
};
