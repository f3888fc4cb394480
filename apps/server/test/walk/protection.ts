import { v7 as uuid } from 'uuid';
import type { FeatureWalk } from '../walk-cases';

const conflict = { kind: 'conflict', read: 'conflict.read' } as const;
const transfer = { kind: 'transfer', read: 'transfer.read' } as const;

export const protectionWalk: FeatureWalk = {
  makers: {
    conflict: async (tx, { id }, { deal, explain }) => {
      const { leadId: heldId } = await deal();
      const second = uuid();
      // The second lead is a copy of the first: whose it is, the conflict is.
      await tx.query(
        `INSERT INTO leads (id, code, title, company_id, status, region, channel, owner_id, department_id)
         SELECT $1, code || 'x', title, company_id, 'new', region, channel, owner_id, department_id FROM leads WHERE id = $2`,
        [second, heldId],
      );
      await tx.query(
        `INSERT INTO ownership_changes (id, lead_id, kind, to_id) SELECT $1, id, 'reported', owner_id FROM leads WHERE id = $2`,
        [uuid(), second],
      );
      await explain('lead', second);
      await tx.query(`INSERT INTO conflicts (id, held_lead_id, second_lead_id, basis) VALUES ($1, $2, $3, 'same')`, [
        id,
        heldId,
        second,
      ]);
      await explain('conflict', id);
      return { id };
    },
    transfer: async (tx, { id, ownerId, departmentId }, { explain }) => {
      const moved = { leads: [], deals: [], followUps: [], visits: [], companies: [] };
      const [giver] = await tx.query<{ id: string }>(
        `SELECT id FROM users WHERE role IN ('officer', 'head') AND department_id = $1 ORDER BY username LIMIT 1`,
        [departmentId],
      );
      await tx.query(
        `INSERT INTO transfers (id, by_id, owner_id, department_id, to_id, reason, moved) VALUES ($1, $2, $3, $4, $2, 'Left', $5)`,
        [id, ownerId, giver?.id, departmentId, JSON.stringify(moved)],
      );
      await explain('transfer', id);
      return { id };
    },
    pooledLead: async (tx, { id, ownerId, departmentId }, { deal, explain }) => {
      const { companyId } = await deal();
      await tx.query(
        `INSERT INTO leads (id, code, title, company_id, status, region, channel, owner_id, department_id, pooled_at)
         VALUES ($1, $2, 'Pooled', $3, 'new', 'US', 'chain', $4, $5, now())`,
        [id, `P-${id}`, companyId, ownerId, departmentId],
      );
      await tx.query(`INSERT INTO ownership_changes (id, lead_id, kind, to_id) VALUES ($1, $2, 'reported', $3)`, [
        uuid(),
        id,
        ownerId,
      ]);
      await explain('lead', id);
      return { id };
    },
  },
  cases: {
    'GET /companies/:id/holders': { kind: 'company', read: 'company.read' },
    'GET /leads/:id/ownership': { kind: 'lead', read: 'lead.read' },
    'GET /conflicts': {},
    'GET /conflicts/:id': conflict,
    'POST /conflicts/:id/settle': { ...conflict, body: () => ({ version: 1, ruling: 'keep', reason: 'First come' }) },
    'GET /pool': {},
    'POST /leads/:id/release': { kind: 'lead', read: 'lead.read', body: () => ({ version: 1, reason: 'No time' }) },
    'POST /leads/:id/claim': { kind: 'pooledLead', read: 'pool.read' },
    'GET /transfers': {},
    'GET /transfers/preview': {
      query: (ids) => `?fromUserId=${ids['colleague']}`,
    },
    'GET /transfers/:id': transfer,
    'POST /transfers': {
      body: (_, ids) => ({ fromUserId: ids['colleague'], toUserId: ids['officer'], reason: 'Left' }),
    },
    'POST /transfers/:id/undo': transfer,
  },
};
