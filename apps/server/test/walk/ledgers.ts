import type { Transaction } from '../../src/platform/database/unit-of-work';
import type { Base, FeatureWalk } from '../walk-cases';

const request = { kind: 'export', read: 'export.read' } as const;

const insert = async (tx: Transaction, base: Base, ownerId: string, state: 'ready' | 'awaitingApproval') => {
  await tx.query(
    `INSERT INTO exports (id, code, owner_id, department_id, ledger, columns, format, state, approval, rows, expires_at)
     VALUES ($1, $1::uuid::text, $2, $3, 'leads', '{number,title}', 'csv', $4, CASE WHEN $4 = 'ready' THEN '{}' ELSE '{rows}' END::text[], 1,
       CASE WHEN $4 = 'ready' THEN now() + interval '1 day' END)`,
    [base.id, ownerId, base.departmentId, state],
  );
};

export const ledgerWalk: FeatureWalk = {
  makers: {
    export: async (tx, base, { explain }) => {
      await insert(tx, base, base.ownerId, 'ready');
      await explain('export', base.id);
      return { id: base.id };
    },
    // Never the one's who is to decide, wherever it lies.
    exportToDecide: async (tx, base, { explain }) => {
      const [other] = await tx.query<{ id: string }>(`SELECT id FROM users WHERE username = 'colleague'`);
      await insert(tx, base, other?.id ?? '', 'awaitingApproval');
      await explain('export', base.id);
      return { id: base.id };
    },
    exportToFetch: async (tx, base, { explain }) => {
      await insert(tx, base, base.ownerId, 'ready');
      await explain('export', base.id);
      return { id: base.id };
    },
  },
  cases: {
    'GET /exports/ledgers': {},
    'POST /exports/preview': { body: () => ({ ledger: 'leads', columns: ['number', 'title'], filters: {} }) },
    'POST /exports': { body: () => ({ ledger: 'visits', columns: ['startsAt'], filters: {} }) },
    'POST /exports/lists': { body: () => ({ list: 'Deals signed', address: '/kpis/records', rows: 3 }) },
    'GET /exports': {},
    'GET /exports/:id': request,
    'POST /exports/:id/decision': {
      kind: 'exportToDecide',
      read: 'export.read',
      body: () => ({ version: 1, decision: 'refuse', reason: 'Not needed' }),
    },
    'GET /exports/:id/file': { kind: 'exportToFetch', read: 'account.use', shownTo: 'ledger.export' },
  },
};
