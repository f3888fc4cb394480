import { fundKinds } from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';

const kinds = fundKinds.map((each) => `'${each}'`).join(', ');

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedMoney = {
  funds: ['fund', 'id'],
  investment_plans: ['deal', 'deal_id'],
  exchange_rates: ['exchangeRate', 'id'],
} as const;

/** Dated entries of a deal's money, what was planned for each year, and the rates by which they are told in one currency. */
export class Money1764660000000 implements MigrationInterface {
  name = 'Money1764660000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE funds (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        deal_id uuid NOT NULL REFERENCES deals,
        kind text NOT NULL CHECK (kind IN (${kinds})),
        amount numeric(17, 2) NOT NULL CHECK (amount > 0),
        currency text NOT NULL,
        on_date date NOT NULL,
        source text,
        voucher text,
        voucher_file_id uuid REFERENCES attachments,
        note text,
        author_id uuid NOT NULL REFERENCES users,
        -- Everybody who entered or changed it: none of them may confirm it.
        authors uuid[] NOT NULL,
        confirmed_by uuid REFERENCES users,
        confirmed_at timestamptz,
        CHECK (kind <> 'fundsInPlace' OR voucher IS NOT NULL OR voucher_file_id IS NOT NULL),
        CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
        CHECK (confirmed_by <> ALL (authors))
      );
      CREATE INDEX funds_of_deal ON funds (deal_id, on_date, id);
      CREATE INDEX funds_by_day ON funds (on_date, id);
      CREATE INDEX funds_by_creation ON funds (created_at, id);
      CREATE INDEX funds_unconfirmed ON funds (on_date, id) WHERE confirmed_at IS NULL;
      CREATE INDEX funds_by_voucher_file ON funds (voucher_file_id) WHERE voucher_file_id IS NOT NULL;

      CREATE TABLE investment_plans (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        deal_id uuid NOT NULL REFERENCES deals,
        kind text NOT NULL CHECK (kind IN (${kinds})),
        year integer NOT NULL CHECK (year BETWEEN 2000 AND 2099),
        amount numeric(17, 2) NOT NULL CHECK (amount > 0),
        currency text NOT NULL,
        UNIQUE (deal_id, kind, year)
      );

      -- Each rate with the currency to which it leads: under another reporting currency it is no rate at all.
      CREATE TABLE exchange_rates (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        currency text NOT NULL,
        reporting_currency text NOT NULL,
        valid_from date NOT NULL,
        rate numeric(20, 10) NOT NULL CHECK (rate > 0),
        UNIQUE (valid_from, currency, reporting_currency),
        CHECK (currency <> reporting_currency)
      );
      CREATE INDEX exchange_rates_of_day ON exchange_rates (reporting_currency, currency, valid_from DESC);

      GRANT SELECT, INSERT, UPDATE, DELETE ON funds, investment_plans, exchange_rates TO ${appRole};

      CREATE FUNCTION confirmed_funds_stand() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.confirmed_at IS NOT NULL AND (TG_OP = 'DELETE' OR NEW.confirmed_at IS NOT NULL
            OR (NEW.kind, NEW.amount, NEW.currency, NEW.on_date, NEW.deal_id) IS DISTINCT FROM
               (OLD.kind, OLD.amount, OLD.currency, OLD.on_date, OLD.deal_id)) THEN
          RAISE check_violation USING MESSAGE = 'a confirmed entry stands as it is';
        END IF;
        RETURN coalesce(NEW, OLD);
      END $$;
      CREATE TRIGGER confirmed_funds_stand BEFORE UPDATE OR DELETE ON funds
        FOR EACH ROW EXECUTE FUNCTION confirmed_funds_stand();

      CREATE FUNCTION vouchers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM funds WHERE voucher_file_id = NEW.id) THEN
          RAISE foreign_key_violation USING MESSAGE = 'the document is a voucher',
            DETAIL = 'The document is still referenced from an entry of funds.';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER vouchers_stay BEFORE UPDATE OF deleted_at ON attachments
        FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION vouchers_stay();
    `);
    await explain(db, explainedMoney);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
