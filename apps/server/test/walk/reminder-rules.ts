import type { FeatureWalk } from '../walk-cases';

const owner = { offset: 1, unit: 'days', to: ['owner'], time: null };
const draft = { trigger: 'promise.due', conditions: {}, steps: [owner] };
const rule = { kind: 'reminderRule' } as const;

export const reminderRuleWalk: FeatureWalk = {
  makers: {
    reminderRule: async (tx, { id }, { explain }) => {
      // None of the walk's own rules watches anything.
      await tx.query(
        `INSERT INTO reminder_rules (id, code, trigger, name_zh, name_en, active, steps, own)
         VALUES ($1, $2, 'promise.due', '规则', 'Rule', false, $3, true)`,
        [id, `own.${id}`, JSON.stringify([{ ...owner, id: 'walk', since: null }])],
      );
      await explain('reminderRule', id);
      return { id };
    },
  },
  cases: {
    'GET /reminder-rules': {},
    'GET /reminder-rules/tomorrow': {},
    'GET /reminder-rules/:id': rule,
    'GET /reminder-rules/:id/history': rule,
    'POST /reminder-rules': { body: () => ({ ...draft, nameZh: '规则', nameEn: 'Rule', active: false }) },
    'POST /reminder-rules/preview': { body: () => draft },
    'PATCH /reminder-rules/:id': { ...rule, body: () => ({ version: 1, nameEn: 'New' }) },
    'DELETE /reminder-rules/:id': rule,
    'GET /reminders/trace/:id': { kind: 'followUp', read: 'reminder.read' },
    'GET /reminders/health': {},
    'POST /mails/retry': {},
    'POST /mails/test': {},
    'GET /reminder-settings': {},
    'PATCH /reminder-settings': { body: () => ({ version: 1, foldFrom: 3 }) },
  },
};
