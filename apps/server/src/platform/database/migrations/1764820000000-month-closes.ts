import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedMonthCloses = {
  month_closes: ['monthClose', 'id'],
  month_close_records: ['monthClose', 'close_id'],
} as const;

/** Months that the statistician has closed: their figures with the exact records behind them, as they were. */
export class MonthCloses1764820000000 implements MigrationInterface {
  name = 'MonthCloses1764820000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE month_closes (
        id uuid PRIMARY KEY,
        -- 2026-03
        month text NOT NULL UNIQUE CHECK (month ~ '^\\d{4}-(0[1-9]|1[0-2])$'),
        closed_at timestamptz NOT NULL DEFAULT now(),
        closed_by uuid NOT NULL REFERENCES users,
        -- By which days and in which money it was counted.
        time_zone text NOT NULL,
        reporting_currency text NOT NULL
      );
      -- Records as they were: what becomes of a lead or deal afterwards, its removal included, leaves these alone.
      CREATE TABLE month_close_records (
        id uuid PRIMARY KEY,
        close_id uuid NOT NULL REFERENCES month_closes,
        kind text NOT NULL CHECK (kind IN ('lead', 'deal')),
        record_id uuid NOT NULL,
        lead_id uuid NOT NULL,
        code text NOT NULL,
        owner_id uuid,
        department_id uuid NOT NULL,
        confidential_to uuid[],
        cluster text,
        region text NOT NULL,
        park text,
        -- What it counts for: figure, side, days or minutes, amounts with the rates they counted at.
        entries jsonb NOT NULL,
        UNIQUE (close_id, record_id)
      );
      CREATE FUNCTION keep_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a closed month is frozen (%)', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
      END $$;
      -- Nobody changes what was frozen, whoever owns the tables.
      CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON month_closes FOR EACH ROW EXECUTE FUNCTION keep_frozen();
      CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON month_close_records FOR EACH ROW EXECUTE FUNCTION keep_frozen();
      -- Nothing is added to a month after the commit that closed it.
      CREATE FUNCTION close_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT FROM month_closes c WHERE c.id = NEW.close_id AND c.xmin = pg_current_xact_id()::xid) THEN
          RAISE EXCEPTION 'a closed month is frozen (%)', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER frozen_whole BEFORE INSERT ON month_close_records FOR EACH ROW EXECUTE FUNCTION close_once();
      GRANT SELECT, INSERT ON month_closes, month_close_records TO ${appRole};
      -- Which leads moved in a period.
      CREATE INDEX status_changes_by_day ON status_changes (to_status, effective_at);
    `);
    await explain(db, explainedMonthCloses);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
