import { v7 as uuid } from 'uuid';
import type { FeatureWalk } from '../walk-cases';

const problem = { kind: 'problem', read: 'problem.read' } as const;
const body = () => ({ kind: 'energy', what: 'Too little power', dueOn: '2030-03-01' });

export const problemWalk: FeatureWalk = {
  makers: {
    problem: async (tx, { id }, { deal: make, explain }) => {
      const { dealId, companyId } = await make();
      const [stranger] = await tx.query<{ id: string }>(`SELECT id FROM users WHERE username = 'stranger'`);
      await tx.query(
        `INSERT INTO problems (id, company_id, deal_id, kind, what, handler_id, reporter_id, due_on)
         VALUES ($1, $2, $3, 'land', 'No land', $4, $4, '2026-03-01')`,
        [id, companyId, dealId, stranger?.id],
      );
      await explain('problem', id);
      return { id };
    },
    landedCompany: async (tx, _, { deal: make, explain }) => {
      const { dealId, companyId } = await make();
      await tx.query(`UPDATE deals SET stage = 'registered', stage_since = '2026-02-05' WHERE id = $1`, [dealId]);
      await tx.query(
        `INSERT INTO stage_changes (id, deal_id, from_stage, from_name, to_stage, to_rank, to_name, effective_on, evidence)
         VALUES ($1, $2, 'negotiating', '{}', 'registered', 4, '{}', '2026-02-05', '{}')`,
        [uuid(), dealId],
      );
      await explain('deal', dealId);
      return { id: companyId };
    },
  },
  cases: {
    'GET /problems': {},
    'GET /problems/:id': problem,
    'POST /deals/:id/problems': { kind: 'deal', read: 'deal.read', body },
    'POST /companies/:id/problems': { kind: 'company', read: 'company.read', body },
    'PATCH /problems/:id': { ...problem, body: () => ({ version: 1, dueOn: '2030-04-01' }) },
    'POST /problems/:id/state': { ...problem, body: () => ({ version: 1, state: 'solved', note: 'Power is there' }) },
    'POST /companies/:id/account-manager': {
      kind: 'landedCompany',
      read: 'company.read',
      body: (_, ids) => ({ version: 1, managerId: ids['colleague'] }),
    },
  },
};
