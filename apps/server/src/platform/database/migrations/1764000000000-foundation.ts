import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';

/** Columns of every reference list. */
const reference = `
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  position integer NOT NULL DEFAULT 0,
  retired boolean NOT NULL DEFAULT false,
  note text,
  confirmed boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1`;

/** Columns of every business record: whose it is, its version, and the recycle bin. */
const record = `
  id uuid PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  deleted_by uuid REFERENCES users`;

/**
 * Tables whose rows must be explained by an event of the same transaction:
 * the subject type that the event names, and the column that holds the subject's id.
 */
export const explained: Readonly<Record<string, readonly [subjectType: string, column: string]>> = {
  installation: ['installation', 'id'],
  departments: ['department', 'id'],
  users: ['user', 'id'],
  api_tokens: ['apiToken', 'id'],
  clusters: ['cluster', 'id'],
  parks: ['park', 'id'],
  anchors: ['anchor', 'id'],
  platforms: ['platform', 'id'],
  regions: ['region', 'id'],
  tiers: ['tier', 'id'],
  channels: ['channel', 'id'],
  chains: ['chain', 'id'],
  chain_nodes: ['chainNode', 'id'],
  close_reasons: ['closeReason', 'id'],
  companies: ['company', 'id'],
  company_clusters: ['company', 'company_id'],
  company_tiers: ['company', 'company_id'],
  contacts: ['contact', 'id'],
  leads: ['lead', 'id'],
  visits: ['visit', 'id'],
  visit_contacts: ['visit', 'visit_id'],
  follow_ups: ['followUp', 'id'],
  reminders: ['followUp', 'follow_up_id'],
  mails: ['mail', 'id'],
};

export class Foundation1764000000000 implements MigrationInterface {
  name = 'Foundation1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE installation (
        id uuid PRIMARY KEY,
        singleton boolean NOT NULL DEFAULT true UNIQUE CHECK (singleton),
        zone_name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE departments (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        name text NOT NULL UNIQUE,
        name_en text,
        parent_id uuid REFERENCES departments,
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE users (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        username text NOT NULL UNIQUE,
        display_name text NOT NULL,
        email text,
        role text NOT NULL,
        department_id uuid NOT NULL REFERENCES departments,
        locale text NOT NULL DEFAULT 'zh-CN',
        time_zone text NOT NULL DEFAULT 'Asia/Shanghai',
        active boolean NOT NULL DEFAULT true,
        password_hash text NOT NULL,
        password_changed_at timestamptz NOT NULL DEFAULT now(),
        must_change_password boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      -- Bookkeeping of sign-in: not business, so not explained row by row; the acts themselves are events.
      CREATE TABLE sign_in_failures (
        user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        failures integer NOT NULL DEFAULT 0,
        locked_until timestamptz
      );
      CREATE TABLE password_history (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        password_hash text NOT NULL,
        retired_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ON password_history (user_id, retired_at DESC);
      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        token_hash text NOT NULL UNIQUE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        address text,
        user_agent text
      );
      CREATE INDEX ON sessions (user_id);
      CREATE TABLE rate_limits (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint);
      CREATE TABLE api_tokens (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        name text NOT NULL,
        scope text NOT NULL,
        token_hash text NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      );
      CREATE TABLE api_token_uses (
        token_id uuid PRIMARY KEY REFERENCES api_tokens ON DELETE CASCADE,
        last_used_at timestamptz NOT NULL
      );
      CREATE TABLE idempotency_keys (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        key text NOT NULL,
        fingerprint text NOT NULL,
        response jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, key)
      );

      -- One row serves audit, timeline and outbox.
      CREATE TABLE events (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
        type text NOT NULL,
        actor_id uuid REFERENCES users,
        request_id text,
        subject_type text NOT NULL,
        subject_id uuid,
        lead_id uuid,
        company_id uuid,
        changes jsonb NOT NULL DEFAULT '{}',
        data jsonb NOT NULL DEFAULT '{}',
        published_at timestamptz
      );
      CREATE INDEX events_by_transaction ON events (transaction, subject_type, subject_id);
      CREATE INDEX events_unpublished ON events (id) WHERE published_at IS NULL;
      CREATE INDEX events_by_time ON events (at DESC, id DESC);
      CREATE INDEX events_of_lead ON events (lead_id, at DESC, id DESC) WHERE lead_id IS NOT NULL;
      CREATE INDEX events_of_company ON events (company_id, at DESC, id DESC) WHERE company_id IS NOT NULL;
      CREATE INDEX events_of_subject ON events (subject_type, subject_id, at DESC);
      CREATE INDEX events_of_actor ON events (actor_id, at DESC);

      CREATE TABLE parks (${reference}, area_km2 double precision);
      CREATE TABLE clusters (${reference}, park_code text REFERENCES parks (code), target text);
      CREATE TABLE anchors (${reference}, cluster_code text REFERENCES clusters (code), is_one_of_two boolean NOT NULL DEFAULT false);
      CREATE TABLE platforms (${reference}, role text NOT NULL DEFAULT 'n');
      CREATE TABLE regions (${reference}, strategy text NOT NULL DEFAULT 'none', overseas boolean NOT NULL DEFAULT false);
      CREATE TABLE tiers (${reference});
      CREATE TABLE channels (${reference});
      CREATE TABLE close_reasons (${reference});
      CREATE TABLE chains (${reference}, cluster_code text REFERENCES clusters (code));
      CREATE TABLE chain_nodes (
        ${reference},
        chain_code text NOT NULL REFERENCES chains (code),
        stage text NOT NULL,
        strength text NOT NULL DEFAULT 'unknown',
        gap text
      );

      CREATE TABLE companies (
        ${record},
        name_zh text,
        name_en text,
        name_local text,
        name text NOT NULL GENERATED ALWAYS AS (coalesce(name_zh, name_local, name_en)) STORED,
        registration_number text,
        country text NOT NULL,
        region text NOT NULL REFERENCES regions (code),
        parent_id uuid REFERENCES companies,
        website text,
        address text,
        profile text,
        confirmed boolean NOT NULL DEFAULT true,
        owner_id uuid REFERENCES users,
        department_id uuid REFERENCES departments,
        -- For comparing and searching; filled by the application from the names.
        cores text[] NOT NULL DEFAULT '{}',
        core_grams text[] NOT NULL DEFAULT '{}',
        search_text text NOT NULL DEFAULT '',
        search_grams text[] NOT NULL DEFAULT '{}'
      );
      CREATE UNIQUE INDEX companies_registration ON companies (country, registration_number)
        WHERE registration_number IS NOT NULL AND deleted_at IS NULL;
      CREATE INDEX companies_search ON companies USING gin (search_grams) WITH (fastupdate = off);
      CREATE INDEX companies_similar ON companies USING gin (core_grams) WITH (fastupdate = off);
      CREATE INDEX companies_by_creation ON companies (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX companies_by_name ON companies (name, id) WHERE deleted_at IS NULL;
      CREATE INDEX companies_by_parent ON companies (parent_id);
      CREATE TABLE company_clusters (
        company_id uuid NOT NULL REFERENCES companies ON DELETE CASCADE,
        code text NOT NULL REFERENCES clusters (code),
        PRIMARY KEY (company_id, code)
      );
      CREATE INDEX ON company_clusters (code, company_id);
      CREATE TABLE company_tiers (
        company_id uuid NOT NULL REFERENCES companies ON DELETE CASCADE,
        code text NOT NULL REFERENCES tiers (code),
        PRIMARY KEY (company_id, code)
      );
      CREATE INDEX ON company_tiers (code, company_id);

      CREATE TABLE contacts (
        ${record},
        company_id uuid NOT NULL REFERENCES companies,
        name text NOT NULL,
        title text,
        phone text,
        email text,
        wechat text,
        notes text,
        owner_id uuid NOT NULL REFERENCES users,
        department_id uuid NOT NULL REFERENCES departments
      );
      CREATE INDEX contacts_by_company ON contacts (company_id, created_at DESC);
      CREATE INDEX contacts_by_creation ON contacts (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX contacts_by_name ON contacts (name, id) WHERE deleted_at IS NULL;

      CREATE SEQUENCE lead_numbers;
      CREATE TABLE leads (
        ${record},
        code text NOT NULL UNIQUE,
        title text NOT NULL,
        company_id uuid NOT NULL REFERENCES companies,
        status text NOT NULL DEFAULT 'new',
        cluster text REFERENCES clusters (code),
        region text NOT NULL REFERENCES regions (code),
        park text REFERENCES parks (code),
        chain_node text REFERENCES chain_nodes (code),
        chain_gap text,
        anchor text REFERENCES anchors (code),
        channel text NOT NULL REFERENCES channels (code),
        channel_note text,
        investment_amount numeric(17, 2),
        investment_currency text,
        summary text,
        owner_id uuid NOT NULL REFERENCES users,
        department_id uuid NOT NULL REFERENCES departments,
        wake_on date,
        close_reason text REFERENCES close_reasons (code),
        last_contact_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((investment_amount IS NULL) = (investment_currency IS NULL))
      );
      CREATE INDEX leads_by_creation ON leads (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_by_update ON leads (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_by_contact ON leads (last_contact_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_by_code ON leads (code, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_of_owner ON leads (owner_id, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_of_department ON leads (department_id, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_of_company ON leads (company_id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_quiet ON leads (owner_id, last_contact_at, id)
        WHERE deleted_at IS NULL AND status IN ('new', 'contacted', 'qualified');
      CREATE INDEX leads_by_cluster ON leads (cluster, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_by_region ON leads (region, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_by_node ON leads (chain_node, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_by_channel ON leads (channel, created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX leads_by_status ON leads (status, created_at, id) WHERE deleted_at IS NULL;

      CREATE TABLE visits (
        ${record},
        kind text NOT NULL,
        status text NOT NULL,
        subject text NOT NULL,
        company_id uuid NOT NULL REFERENCES companies,
        lead_id uuid REFERENCES leads,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz,
        location text,
        participants text,
        minutes text,
        commitments text,
        next_step text,
        owner_id uuid NOT NULL REFERENCES users,
        department_id uuid NOT NULL REFERENCES departments
      );
      CREATE INDEX visits_by_start ON visits (starts_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX visits_of_owner ON visits (owner_id, starts_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX visits_of_department ON visits (department_id, starts_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX visits_of_company ON visits (company_id, starts_at DESC) WHERE deleted_at IS NULL;
      CREATE INDEX visits_of_lead ON visits (lead_id, starts_at DESC) WHERE deleted_at IS NULL;
      CREATE TABLE visit_contacts (
        visit_id uuid NOT NULL REFERENCES visits ON DELETE CASCADE,
        contact_id uuid NOT NULL REFERENCES contacts ON DELETE CASCADE,
        PRIMARY KEY (visit_id, contact_id)
      );

      CREATE TABLE follow_ups (
        ${record},
        title text NOT NULL,
        note text,
        due_at timestamptz NOT NULL,
        notice_minutes integer NOT NULL DEFAULT 0,
        status text NOT NULL DEFAULT 'open',
        done_at timestamptz,
        company_id uuid NOT NULL REFERENCES companies,
        lead_id uuid REFERENCES leads,
        visit_id uuid REFERENCES visits,
        owner_id uuid NOT NULL REFERENCES users,
        department_id uuid NOT NULL REFERENCES departments
      );
      CREATE INDEX follow_ups_by_due ON follow_ups (due_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX follow_ups_of_owner ON follow_ups (owner_id, status, due_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX follow_ups_of_department ON follow_ups (department_id, status, due_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX follow_ups_of_lead ON follow_ups (lead_id, status, due_at) WHERE deleted_at IS NULL;
      CREATE INDEX follow_ups_of_company ON follow_ups (company_id) WHERE deleted_at IS NULL;
      CREATE INDEX follow_ups_of_visit ON follow_ups (visit_id) WHERE visit_id IS NOT NULL;

      -- One notice, at one instant, to one person, over one channel.
      CREATE TABLE reminders (
        id uuid PRIMARY KEY,
        follow_up_id uuid NOT NULL REFERENCES follow_ups ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users,
        channel text NOT NULL,
        remind_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'planned',
        handed_over_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX reminders_once ON reminders (follow_up_id, user_id, channel, remind_at)
        WHERE state IN ('planned', 'handed_over');
      CREATE INDEX reminders_due ON reminders (remind_at, id) WHERE state = 'planned';
      CREATE INDEX reminders_by_instant ON reminders (remind_at, id);

      CREATE TABLE mails (
        id uuid PRIMARY KEY,
        reminder_id uuid UNIQUE REFERENCES reminders ON DELETE CASCADE,
        user_id uuid REFERENCES users,
        recipient text NOT NULL,
        kind text NOT NULL,
        subject text NOT NULL,
        text text NOT NULL,
        html text NOT NULL,
        message_id text NOT NULL UNIQUE,
        state text NOT NULL DEFAULT 'queued',
        attempts integer NOT NULL DEFAULT 0,
        answer text,
        created_at timestamptz NOT NULL DEFAULT now(),
        next_try_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz
      );
      CREATE INDEX mails_due ON mails (next_try_at, id) WHERE state = 'queued';
      CREATE INDEX mails_by_creation ON mails (created_at, id);

      CREATE TABLE notifications (
        id uuid PRIMARY KEY,
        reminder_id uuid NOT NULL UNIQUE REFERENCES reminders ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        read_at timestamptz
      );
      CREATE INDEX notifications_of_user ON notifications (user_id, id DESC);
    `);

    await db.query(`
      CREATE FUNCTION require_event() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        subject uuid := (to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END) ->> TG_ARGV[1])::uuid;
      BEGIN
        IF NOT EXISTS (
          SELECT FROM events
          WHERE transaction = pg_current_xact_id() AND subject_type = TG_ARGV[0] AND subject_id = subject
        ) THEN
          RAISE EXCEPTION 'write to % without an event that explains it (subject % %)', TG_TABLE_NAME, TG_ARGV[0], subject
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
      END $$;
    `);
    for (const [table, [subjectType, column]] of Object.entries(explained)) {
      // Claiming a mail and counting its tries is the engine's bookkeeping; what becomes of it is not.
      const update = table === 'mails' ? 'UPDATE OF state' : 'UPDATE';
      await db.query(`
        CREATE CONSTRAINT TRIGGER explained AFTER INSERT OR ${update} OR DELETE ON ${table}
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_event('${subjectType}', '${column}');
      `);
    }

    await db.query(`
      GRANT USAGE ON SCHEMA public TO ${appRole};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${appRole};
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${appRole};
      REVOKE UPDATE, DELETE ON events FROM ${appRole};
      GRANT UPDATE (published_at) ON events TO ${appRole};
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
