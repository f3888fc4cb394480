import { assignmentStates, offerKinds, offerStates, screeningConclusions } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedReviews = {
  indicators: ['indicator', 'id'],
  screenings: ['lead', 'lead_id'],
  scorecards: ['deal', 'deal_id'],
  offers: ['offer', 'id'],
  assignments: ['assignment', 'id'],
} as const;

/** The indicators that such bureaus commonly weigh, as a beginning: code, names, weight, whether each may stop a deal alone. */
const indicators: readonly [code: string, zh: string, en: string, weight: number, vetoable: boolean][] = [
  ['investment', '投资规模', 'Investment size', 17, false],
  ['intensity', '投资强度', 'Investment intensity', 17, false],
  ['tax', '税收贡献', 'Tax', 16, false],
  ['investor', '投资方实力', 'Investor', 10, false],
  ['land', '用地节约', 'Use of land', 10, false],
  ['industry', '产业方向', 'Industry direction', 5, true],
  ['technology', '技术水平', 'Technology', 5, false],
  ['environment', '环境保护', 'Environment', 5, true],
  ['safety', '安全生产', 'Safety', 5, true],
  ['planning', '规划符合', 'Planning', 5, true],
  ['jobs', '带动就业', 'Jobs', 5, false],
  ['energy', '能耗水平', 'Energy use', 0, true],
];

export class Reviews1764620000000 implements MigrationInterface {
  name = 'Reviews1764620000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE indicators (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE,
        name_zh text NOT NULL,
        name_en text NOT NULL,
        position integer NOT NULL DEFAULT 0,
        retired boolean NOT NULL DEFAULT false,
        note text,
        confirmed boolean NOT NULL DEFAULT true,
        version integer NOT NULL DEFAULT 1,
        weight integer NOT NULL DEFAULT 0 CHECK (weight BETWEEN 0 AND 100),
        vetoable boolean NOT NULL DEFAULT false
      );

      CREATE TABLE screenings (
        id uuid PRIMARY KEY,
        lead_id uuid NOT NULL REFERENCES leads,
        author_id uuid NOT NULL REFERENCES users,
        created_at timestamptz NOT NULL DEFAULT now(),
        aspects jsonb NOT NULL,
        conclusion text NOT NULL CHECK (conclusion IN (${oneOf(screeningConclusions)})),
        remark text
      );
      CREATE INDEX screenings_of_lead ON screenings (lead_id, created_at DESC);

      -- What was judged stays as it was judged; a reviewer's newer card stands in the place of the older.
      CREATE TABLE scorecards (
        id uuid PRIMARY KEY,
        deal_id uuid NOT NULL REFERENCES deals,
        reviewer_id uuid NOT NULL REFERENCES users,
        submitted_at timestamptz NOT NULL DEFAULT now(),
        superseded boolean NOT NULL DEFAULT false,
        indicators jsonb NOT NULL,
        scores jsonb NOT NULL,
        vetoed boolean NOT NULL,
        conclusion text
      );
      CREATE UNIQUE INDEX scorecards_standing ON scorecards (deal_id, reviewer_id) WHERE NOT superseded;

      CREATE TABLE offers (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        deal_id uuid NOT NULL REFERENCES deals,
        kind text NOT NULL CHECK (kind IN (${oneOf(offerKinds)})),
        what text NOT NULL,
        amount numeric(17, 2),
        currency text,
        legal_basis text,
        tied_to_tax boolean NOT NULL DEFAULT false,
        for_one_company boolean NOT NULL DEFAULT false,
        state text NOT NULL DEFAULT 'draft' CHECK (state IN (${oneOf(offerStates)})),
        author_id uuid NOT NULL REFERENCES users,
        -- Everybody who made or changed it: none of them may judge it.
        authors uuid[] NOT NULL,
        reviewer_id uuid REFERENCES users,
        reviewed_at timestamptz,
        review_note text,
        CHECK ((amount IS NULL) = (currency IS NULL)),
        CHECK (state NOT IN ('approved', 'rejected') OR (reviewer_id IS NOT NULL AND reviewer_id <> ALL (authors))),
        CHECK (state <> 'approved' OR legal_basis IS NOT NULL)
      );
      CREATE INDEX offers_of_deal ON offers (deal_id, created_at, id);
      CREATE INDEX offers_by_creation ON offers (created_at, id);
      CREATE INDEX offers_by_state ON offers (state, created_at, id);

      CREATE TABLE assignments (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        deal_id uuid NOT NULL REFERENCES deals,
        department_id uuid NOT NULL REFERENCES departments,
        giver_id uuid NOT NULL REFERENCES users,
        title text NOT NULL,
        what text NOT NULL,
        due_on date NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN (${oneOf(assignmentStates)})),
        answer text,
        answered_by uuid REFERENCES users,
        note text
      );
      CREATE INDEX assignments_of_deal ON assignments (deal_id, due_on, id);
      CREATE INDEX assignments_of_department ON assignments (department_id, due_on, id);
      CREATE INDEX assignments_by_due ON assignments (due_on, id);

      GRANT SELECT, INSERT, UPDATE, DELETE ON indicators, offers, assignments TO ${appRole};
      GRANT SELECT, INSERT ON screenings, scorecards TO ${appRole};
      GRANT UPDATE (superseded) ON scorecards TO ${appRole};
    `);
    for (const [position, [code, zh, en, weight, vetoable]] of indicators.entries())
      await db.query(
        `INSERT INTO indicators (id, code, name_zh, name_en, weight, vetoable, position) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6)`,
        [code, zh, en, weight, vetoable, position * 10],
      );
    await explain(db, explainedReviews);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
