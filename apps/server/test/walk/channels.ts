import type { FeatureWalk } from '../walk-cases';

const robot = { kind: 'robot', read: 'robot.read' } as const;

export const channelWalk: FeatureWalk = {
  makers: {
    robot: async (tx, { id, departmentId }, { explain }) => {
      await tx.query(
        `INSERT INTO robots (id, name, kind, url, secret, department_id, kinds)
         VALUES ($1, 'Group', 'wecom', 'http://127.0.0.1:9/nobody-there', NULL, $2, '{visit}')`,
        [id, departmentId],
      );
      await explain('robot', id);
      return { id };
    },
  },
  cases: {
    'GET /me/notification-preferences': {},
    'PUT /me/notification-preferences': {
      body: () => ({ items: [{ kind: 'visit', channel: 'email', mode: 'digest' }] }),
    },
    'POST /notifications/:id/snooze': {
      kind: 'notification',
      read: 'account.use',
      shownTo: 'followUp.read',
      body: () => ({ days: 3 }),
    },
    'POST /follow-ups/:id/snooze': { kind: 'followUp', read: 'followUp.read', body: () => ({ days: 1 }) },
    'GET /me/calendar-feed': {},
    'POST /me/calendar-feed': {},
    'DELETE /me/calendar-feed': {},
    'GET /robots': {},
    'GET /robots/:id': robot,
    'POST /robots': {
      body: (_, __, departments) => ({
        name: 'Another group',
        kind: 'feishu',
        url: 'https://open.feishu.cn/open-apis/bot/v2/hook/walk',
        departmentId: departments['home'],
        kinds: ['followUp'],
      }),
    },
    'PATCH /robots/:id': { ...robot, body: () => ({ version: 1, name: 'Renamed' }) },
    'DELETE /robots/:id': robot,
    'POST /robots/:id/test': robot,
    'GET /robot-posts': {},
    'POST /robot-posts/retry': { body: () => ({}) },
  },
};
