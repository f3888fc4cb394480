import { addDays, dateIn } from '@torch/domain';
import { randomBytes } from 'node:crypto';
import type { FeatureWalk } from '../walk-cases';

const wallLink = { kind: 'wallLink', read: 'wallLink.edit' } as const;

export const cockpitWalk: FeatureWalk = {
  makers: {
    wallLink: async (tx, { id, departmentId, ownerId }, { explain }) => {
      await tx.query(
        `INSERT INTO wall_links (id, maker_id, maker_role, department_id, name, token_hash, expires_at)
         VALUES ($1, $2, 'head', $3, 'Hall', $4, now() + interval '9 days')`,
        [id, ownerId, departmentId, randomBytes(32).toString('hex')],
      );
      await explain('wallLink', id);
      return { id };
    },
  },
  cases: {
    'GET /cockpit': {},
    'GET /cockpit/records': { query: '?part=standing' },
    'GET /wall-links': {},
    'POST /wall-links': { body: () => ({ name: 'Hall', expiresOn: addDays(dateIn(new Date(), 'Asia/Shanghai'), 9) }) },
    'DELETE /wall-links/:id': wallLink,
  },
};
