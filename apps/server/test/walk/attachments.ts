import { randomBytes } from 'node:crypto';
import type { FeatureWalk } from '../walk-cases';

const one = { kind: 'attachment', read: 'attachment.read' } as const;

export const attachmentWalk: FeatureWalk = {
  makers: {
    attachment: async (tx, { id, ownerId }, { deal, explain }) => {
      const { dealId, leadId, companyId } = await deal();
      await tx.query(
        `INSERT INTO attachments (id, subject_type, subject_id, lead_id, company_id, kind, file_name, content_type, size,
           sha256, scan, created_by)
         VALUES ($1, 'deal', $2, $3, $4, 'photo', 'a.png', 'image/png', 1, $5, 'not_scanned', $6)`,
        [id, dealId, leadId, companyId, randomBytes(32).toString('hex'), ownerId],
      );
      await explain('attachment', id);
      return { id };
    },
  },
  cases: {
    'GET /attachments': {},
    'GET /attachments/:id': one,
    'GET /attachments/:id/content': { ...one, bytes: true },
    'POST /attachments': {
      kind: 'deal',
      read: 'deal.read',
      // Seen by some who may hang nothing on it, such as the statistician.
      file: (made) => ({ subjectType: 'deal', subjectId: made?.id ?? '', kind: 'other' }),
    },
    'PATCH /attachments/:id': { ...one, body: () => ({ version: 1, note: 'Seen' }) },
    'DELETE /attachments/:id': one,
  },
};
