import { readsDigest, roles } from '@torch/domain';

const readers = roles.filter((role) => readsDigest('digest.personal', role)).map((role) => `'${role}'`);

/** SQL: whether the morning's digest comes to user `u`: to those it is for, while its rule is on and they have not turned it off. */
export const getsMorningDigest = `(u.role IN (${readers.join(', ')})
  AND EXISTS (SELECT FROM reminder_rules d WHERE d.trigger = 'digest.personal' AND d.active AND d.deleted_at IS NULL)
  AND NOT EXISTS (SELECT FROM notification_preferences d
    WHERE d.user_id = u.id AND d.kind = 'digest' AND d.channel = 'email' AND d.mode = 'off'))`;
