import type { FeatureWalk } from '../walk-cases';

export const channelWalk: FeatureWalk = {
  makers: {},
  cases: {
    'GET /me/notification-preferences': {},
    'PUT /me/notification-preferences': {
      body: () => ({ items: [{ kind: 'visit', channel: 'email', mode: 'digest' }] }),
    },
    'POST /notifications/:id/snooze': { kind: 'notification', read: 'account.use', body: () => ({ days: 3 }) },
    'POST /follow-ups/:id/snooze': { kind: 'followUp', read: 'followUp.read', body: () => ({ days: 1 }) },
  },
};
