import type { FeatureWalk } from '../walk-cases';
import { unique } from '../walk-cases';

const view = { kind: 'savedView', read: 'view.read' } as const;

export const viewWalk: FeatureWalk = {
  makers: {
    savedView: async (tx, { id, ownerId }, { explain }) => {
      await tx.query(
        `INSERT INTO saved_views (id, owner_id, page, name, parameters) VALUES ($1, $2, 'funnel', $3, '{}')`,
        [id, ownerId, unique()],
      );
      await explain('savedView', id);
      return { id };
    },
  },
  cases: {
    'GET /saved-views': {},
    'GET /saved-views/:id': view,
    'POST /saved-views': { body: () => ({ page: 'funnel', name: unique(), parameters: { view: 'entered' } }) },
    'PATCH /saved-views/:id': { ...view, body: () => ({ version: 1, shared: true }) },
    'DELETE /saved-views/:id': view,
  },
};
