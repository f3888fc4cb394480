import type { FeatureWalk } from '../walk-cases';

const promise = { kind: 'promise', read: 'promise.read' } as const;
const tour = { kind: 'tour', read: 'visit.read' } as const;
const visit = { kind: 'visit', read: 'visit.read' } as const;
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

export const promiseWalk: FeatureWalk = {
  makers: {
    promise: async (tx, { id, ownerId, departmentId }, { deal, explain }) => {
      const { dealId, leadId, companyId } = await deal();
      await tx.query(
        `INSERT INTO promises (id, what, category, to_name, promised_by, promised_on, due_on, company_id, lead_id, deal_id, owner_id, department_id)
         VALUES ($1, 'Plant ready', 'plant', 'Mr Park', 'Olga', '2026-01-05', '2030-03-01', $2, $3, $4, $5, $6)`,
        [id, companyId, leadId, dealId, ownerId, departmentId],
      );
      await explain('promise', id);
      return { id };
    },
    tour: async (tx, { id, ownerId, departmentId }, { explain }) => {
      await tx.query(
        `INSERT INTO tours (id, title, from_on, to_on, owner_id, department_id) VALUES ($1, 'Korea', '2026-05-04', '2026-05-08', $2, $3)`,
        [id, ownerId, departmentId],
      );
      await explain('tour', id);
      return { id };
    },
  },
  cases: {
    'GET /promises': {},
    'GET /promises/:id': promise,
    'POST /leads/:id/promises': {
      kind: 'lead',
      read: 'lead.read',
      body: () => ({
        what: 'Water by May',
        category: 'utilities',
        toName: 'Mr Park',
        promisedBy: 'Olga',
        promisedOn: day(0),
        dueOn: day(30),
      }),
    },
    'PATCH /promises/:id': { ...promise, body: () => ({ version: 1, dueOn: day(60) }) },
    'POST /promises/:id/state': { ...promise, body: () => ({ version: 1, state: 'kept' }) },
    'GET /tours': {},
    'GET /tours/:id': tour,
    'POST /tours': { body: () => ({ title: 'Japan', fromOn: day(10), toOn: day(14) }) },
    'PATCH /tours/:id': { ...tour, body: () => ({ version: 1, title: 'Korea and Japan' }) },
    'DELETE /tours/:id': tour,
    'GET /visits/:id/dossier': visit,
    'POST /visits/:id/next-steps/:stepId/follow-up': visit,
  },
};
