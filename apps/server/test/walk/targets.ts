import type { FeatureWalk } from '../walk-cases';

const target = { kind: 'target' } as const;

export const targetWalk: FeatureWalk = {
  makers: {
    target: async (tx, { id, departmentId }, { explain }) => {
      await tx.query(
        `INSERT INTO targets (id, metric, kind, value, first_year, years, department_id)
         VALUES ($1, 'signed', 'total', 5, extract(year FROM now())::int, 1, $2)`,
        [id, departmentId],
      );
      await explain('target', id);
      return { id };
    },
  },
  cases: {
    'GET /targets': {},
    'GET /targets/progress': {},
    'GET /targets/:id': target,
    // The administrator, who sets it, sees no deal.
    'GET /targets/:id/records': { ...target, read: 'target.read', shownTo: 'deal.read' },
    'GET /targets/:id/history': target,
    'POST /targets': { body: () => ({ metric: 'visits', firstYear: 2026, value: '50' }) },
    'PATCH /targets/:id': { ...target, body: () => ({ version: 1, value: '6' }) },
    'DELETE /targets/:id': target,
    'GET /coverage': {},
    'GET /coverage/records': {},
  },
};
