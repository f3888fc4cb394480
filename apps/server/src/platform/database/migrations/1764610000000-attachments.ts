import { attachmentKinds, attachmentScans, attachmentSubjects } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedAttachments = { attachments: ['attachment', 'id'] } as const;

export class Attachments1764610000000 implements MigrationInterface {
  name = 'Attachments1764610000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE attachments (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by uuid NOT NULL REFERENCES users,
        deleted_at timestamptz,
        deleted_by uuid REFERENCES users,
        subject_type text NOT NULL CHECK (subject_type IN (${oneOf(attachmentSubjects)})),
        subject_id uuid NOT NULL,
        lead_id uuid REFERENCES leads,
        company_id uuid NOT NULL REFERENCES companies,
        kind text NOT NULL CHECK (kind IN (${oneOf(attachmentKinds)})),
        file_name text NOT NULL,
        content_type text NOT NULL,
        size integer NOT NULL CHECK (size > 0),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        scan text NOT NULL CHECK (scan IN (${oneOf(attachmentScans)})),
        note text
      );
      CREATE INDEX attachments_of_subject ON attachments (subject_id, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX attachments_of_lead ON attachments (lead_id, kind) WHERE deleted_at IS NULL;
      CREATE INDEX attachments_by_creation ON attachments (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX attachments_by_content ON attachments (sha256);
      CREATE INDEX attachments_binned ON attachments (deleted_at) WHERE deleted_at IS NOT NULL;
      GRANT SELECT, INSERT, UPDATE, DELETE ON attachments TO ${appRole};
    `);
    await explain(db, explainedAttachments);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
