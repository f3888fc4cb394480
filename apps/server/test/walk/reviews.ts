import type { FeatureWalk } from '../walk-cases';

const offer = { kind: 'offer', read: 'offer.read' } as const;
const assignment = { kind: 'assignment', read: 'assignment.read' } as const;
const deal = { kind: 'deal', read: 'deal.read' } as const;
const soon = () => new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
/** The indicators as a new installation has them. */
const scores = Object.fromEntries(
  [
    'investment',
    'intensity',
    'tax',
    'investor',
    'land',
    'industry',
    'technology',
    'environment',
    'safety',
    'planning',
    'jobs',
    'energy',
  ].map((code) => [code, { points: 80 }]),
);

export const reviewWalk: FeatureWalk = {
  makers: {
    offer: async (tx, { id }, { deal: make, explain }) => {
      const { dealId } = await make();
      const [author] = await tx.query<{ id: string }>(`SELECT id FROM users WHERE username = 'stranger'`);
      await tx.query(
        `INSERT INTO offers (id, deal_id, kind, what, legal_basis, state, author_id, authors)
         VALUES ($1, $2, 'rent', 'Rent', 'Rule 7', 'in_review', $3, ARRAY[$3::uuid])`,
        [id, dealId, author?.id],
      );
      await explain('offer', id);
      return { id };
    },
    assignment: async (tx, { id, departmentId, ownerId }, { deal: make, explain }) => {
      const { dealId } = await make();
      await tx.query(
        `INSERT INTO assignments (id, deal_id, department_id, giver_id, title, what, due_on)
         VALUES ($1, $2, $3, $4, 'Site', 'Check the site', '2026-03-01')`,
        [id, dealId, departmentId, ownerId],
      );
      await explain('assignment', id);
      return { id };
    },
  },
  cases: {
    'GET /leads/:id/screenings': { kind: 'lead', read: 'lead.read' },
    'POST /leads/:id/screenings': {
      kind: 'lead',
      read: 'lead.read',
      body: () => ({
        conclusion: 'recommended',
        aspects: Object.fromEntries(
          ['industry', 'market', 'technology', 'environment', 'energy', 'benefit'].map((each) => [
            each,
            { verdict: 'supports' },
          ]),
        ),
      }),
    },
    'GET /deals/:id/scorecards': deal,
    'POST /deals/:id/scorecards': { ...deal, body: () => ({ scores }) },
    'GET /offers': {},
    'GET /offers/:id': offer,
    'POST /deals/:id/offers': { ...deal, body: () => ({ kind: 'rent', what: 'Two years without rent' }) },
    'PATCH /offers/:id': { ...offer, body: () => ({ version: 1, what: 'One year' }) },
    'POST /offers/:id/state': { ...offer, body: () => ({ version: 1, state: 'withdrawn' }) },
    'POST /offers/:id/review': { ...offer, body: () => ({ version: 1, outcome: 'approved', note: 'Open to all' }) },
    'GET /assignments': {},
    'GET /assignments/:id': assignment,
    'POST /deals/:id/assignments': {
      ...deal,
      body: (_, __, departments) => ({
        title: 'Site',
        what: 'Check',
        dueOn: soon(),
        // Where somebody is who could answer it.
        departmentId: departments['home'],
      }),
    },
    'PATCH /assignments/:id': { ...assignment, body: () => ({ version: 1, dueOn: soon() }) },
    'POST /assignments/:id/answer': { ...assignment, body: () => ({ version: 1, state: 'accepted' }) },
    'POST /assignments/:id/settle': { ...assignment, body: () => ({ version: 1, state: 'cancelled' }) },
  },
};
