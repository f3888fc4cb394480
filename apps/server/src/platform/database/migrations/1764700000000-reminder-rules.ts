import {
  mailKinds,
  mailStates,
  preferenceModes,
  reminderChannels,
  reminderKinds,
  reminderStates,
  reminderSubjects,
  reminderTriggerNames,
} from '@torch/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appRole } from '../app-role';
import { explain } from './explain';
import { usualRules } from './usual-rules';

const oneOf = (list: readonly string[]) => list.map((each) => `'${each}'`).join(', ');

/** Tables whose rows must be explained by an event; see the first migration. */
export const explainedReminders = {
  reminder_rules: ['reminderRule', 'id'],
  reminder_settings: ['reminderSettings', 'id'],
  robots: ['robot', 'id'],
  notification_preferences: ['notificationPreference', 'user_id'],
} as const;

/**
 * Reminders come from rules from now on, and are about anything that has its time. A reminder's row tells its whole life
 * and is explained by itself; several may share a mail.
 */
export class ReminderRules1764700000000 implements MigrationInterface {
  name = 'ReminderRules1764700000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE reminder_rules (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        code text NOT NULL UNIQUE,
        trigger text NOT NULL CHECK (trigger IN (${oneOf(reminderTriggerNames)})),
        name_zh text NOT NULL,
        name_en text NOT NULL,
        active boolean NOT NULL DEFAULT true,
        conditions jsonb NOT NULL DEFAULT '{}',
        steps jsonb NOT NULL,
        position integer NOT NULL DEFAULT 0
      );

      CREATE TABLE reminder_settings (
        id uuid PRIMARY KEY,
        singleton boolean NOT NULL DEFAULT true UNIQUE CHECK (singleton),
        version integer NOT NULL DEFAULT 1,
        mail_content text NOT NULL DEFAULT 'minimal' CHECK (mail_content IN ('minimal', 'full')),
        -- As many mails for one person at once as are folded into one.
        fold_from integer NOT NULL DEFAULT 3 CHECK (fold_from > 1),
        -- Whom a daily mail tells that mails go out.
        heartbeat_to uuid REFERENCES users
      );
      INSERT INTO reminder_settings (id) VALUES (gen_random_uuid());

      -- What plans are made from changes under this mark: rules, people, departments, absences, calendars.
      CREATE TABLE plan_basis (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), mark uuid NOT NULL DEFAULT gen_random_uuid());
      INSERT INTO plan_basis DEFAULT VALUES;

      -- What has to be planned anew because its basis changed, and how far that has got.
      CREATE TABLE replans (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT now(),
        rule_id uuid REFERENCES reminder_rules ON DELETE CASCADE,
        user_id uuid REFERENCES users ON DELETE CASCADE,
        after uuid,
        -- Times that it failed: it holds up no other.
        tries integer NOT NULL DEFAULT 0,
        CHECK (num_nonnulls(rule_id, user_id) <= 1)
      );

      -- A group chat that is told too, through its robot.
      CREATE TABLE robots (
        id uuid PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        name text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('dingtalk', 'wecom', 'feishu')),
        url text NOT NULL,
        secret text,
        department_id uuid NOT NULL REFERENCES departments,
        kinds text[] NOT NULL,
        locale text NOT NULL DEFAULT 'zh-CN',
        active boolean NOT NULL DEFAULT true
      );

      -- How somebody wants a kind of reminder over a channel; what is not said is on.
      CREATE TABLE notification_preferences (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN (${oneOf(reminderKinds)})),
        channel text NOT NULL CHECK (channel IN ('email', 'in_app')),
        mode text NOT NULL CHECK (mode IN (${oneOf(preferenceModes)}) AND (mode <> 'digest' OR channel = 'email')),
        PRIMARY KEY (user_id, kind, channel)
      );

      -- A worker is there as long as its connection holds this number's lock.
      CREATE SEQUENCE worker_numbers;
    `);
    for (const [position, { code, trigger, nameZh, nameEn, conditions = {}, steps }] of usualRules.entries())
      await db.query(
        `INSERT INTO reminder_rules (id, code, trigger, name_zh, name_en, conditions, steps, position)
         VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7)`,
        [code, trigger, nameZh, nameEn, conditions, JSON.stringify(steps), position * 10],
      );

    await db.query(`
      DROP TRIGGER explained ON reminders;
      DROP FUNCTION require_event_of_reminder();
      ALTER TABLE mails DISABLE TRIGGER explained;

      ALTER TABLE reminders
        DROP CONSTRAINT reminders_of_one,
        ADD rule_id uuid REFERENCES reminder_rules ON DELETE SET NULL,
        ADD subject_type text,
        ADD subject_id uuid,
        ADD occurrence text,
        ADD step integer NOT NULL DEFAULT 0,
        ADD anchor_at timestamptz,
        ADD anchor_on date,
        ADD instead_of uuid REFERENCES users,
        ADD robot_id uuid REFERENCES robots,
        ADD moot_at timestamptz,
        ADD claimed_at timestamptz,
        ADD claimed_by bigint,
        ADD ended_at timestamptz,
        ADD reason text,
        ADD mail_id uuid REFERENCES mails ON DELETE SET NULL,
        ALTER user_id DROP NOT NULL;

      UPDATE reminders r SET
        subject_type = CASE WHEN r.promise_id IS NULL THEN 'followUp' ELSE 'promise' END,
        subject_id = coalesce(r.follow_up_id, r.promise_id),
        rule_id = (SELECT id FROM reminder_rules WHERE code = CASE WHEN r.promise_id IS NULL THEN 'followUp.due' ELSE 'promise.due' END),
        mail_id = m.id,
        state = CASE WHEN r.state <> 'handed_over' THEN r.state
                     WHEN r.channel = 'in_app' OR m.state = 'sent' THEN 'sent'
                     WHEN m.state IN ('failed', 'cancelled') THEN m.state ELSE r.state END,
        ended_at = CASE WHEN r.state IN ('cancelled', 'superseded') THEN r.created_at
                        WHEN r.channel = 'in_app' AND r.state = 'handed_over' THEN r.handed_over_at ELSE m.sent_at END,
        reason = CASE r.state WHEN 'cancelled' THEN 'over' WHEN 'superseded' THEN 'changed' END,
        -- What is still to come is planned by the rules, which know it by the same occurrence; the past keeps to itself.
        occurrence = CASE
          WHEN r.state IN ('cancelled', 'superseded') THEN 'past ' || r.id
          WHEN f.id IS NOT NULL AND r.remind_at = f.due_at - make_interval(mins => f.notice_minutes)
            THEN to_char(f.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || f.notice_minutes
          WHEN p.id IS NOT NULL AND r.state = 'planned' OR p.id IS NOT NULL AND r.remind_at >= p.promised_on THEN p.due_on::text
          ELSE 'past ' || r.id END,
        anchor_at = f.due_at,
        anchor_on = p.due_on,
        step = CASE WHEN p.id IS NOT NULL AND r.remind_at > p.due_on THEN 1 ELSE 0 END
      FROM reminders b
      LEFT JOIN mails m ON m.reminder_id = b.id
      LEFT JOIN follow_ups f ON f.id = b.follow_up_id
      LEFT JOIN promises p ON p.id = b.promise_id
      WHERE b.id = r.id;
      -- Of a promise that was moved and moved back, the latest reminder stands for the occurrence.
      UPDATE reminders r SET occurrence = 'past ' || r.id
      WHERE EXISTS (SELECT FROM reminders o WHERE o.rule_id = r.rule_id AND o.subject_id = r.subject_id AND o.occurrence = r.occurrence
        AND o.step = r.step AND o.user_id = r.user_id AND o.channel = r.channel AND o.id > r.id);

      DROP VIEW reminded;
      DROP INDEX reminders_once, reminders_of_promise_once;
      ALTER TABLE reminders
        DROP follow_up_id,
        DROP promise_id,
        ALTER subject_type SET NOT NULL,
        ALTER subject_id SET NOT NULL,
        ALTER occurrence SET NOT NULL,
        ADD CHECK (subject_type IN (${oneOf(reminderSubjects)})),
        ADD CHECK (channel IN (${oneOf(reminderChannels)})),
        ADD CHECK (state IN (${oneOf(reminderStates)})),
        ADD CHECK (num_nonnulls(user_id, robot_id) = 1),
        -- Once, whatever is tried.
        ADD CONSTRAINT reminders_once UNIQUE NULLS NOT DISTINCT (subject_id, rule_id, occurrence, step, user_id, robot_id, channel);
      CREATE INDEX reminders_of_user_due ON reminders (user_id, remind_at) WHERE state = 'planned';
      CREATE INDEX reminders_instead_of ON reminders (instead_of) WHERE state = 'planned' AND instead_of IS NOT NULL;
      CREATE INDEX reminders_claimed ON reminders (claimed_by) WHERE state = 'claimed';
      CREATE INDEX reminders_withdrawn ON reminders (ended_at) WHERE state IN ('cancelled', 'superseded');
      CREATE INDEX reminders_of_mail ON reminders (mail_id) WHERE mail_id IS NOT NULL;

      ALTER TABLE mails
        DROP reminder_id,
        ADD attachments jsonb NOT NULL DEFAULT '[]',
        ADD claimed_by bigint,
        -- What it says no longer holds, but a worker was sending it: should it come back, it is taken back.
        ADD outdated boolean NOT NULL DEFAULT false,
        -- It waits for the mail server, not for its address: it is tried as soon as the server takes mails again.
        ADD awaits_server boolean NOT NULL DEFAULT false,
        ADD CHECK (kind IN (${oneOf(mailKinds)})),
        ADD CHECK (state IN (${oneOf(mailStates)}));
      CREATE INDEX mails_outdated ON mails (id) WHERE outdated AND state = 'queued';
      CREATE INDEX mails_claimed ON mails (claimed_by) WHERE claimed_by IS NOT NULL;
      ALTER TABLE mails ENABLE TRIGGER explained;

      CREATE INDEX replans_in_turn ON replans (tries, created_at, id);

      GRANT SELECT, INSERT, UPDATE, DELETE ON reminder_rules, reminder_settings, replans, plan_basis, robots, notification_preferences TO ${appRole};
      GRANT USAGE ON SEQUENCE worker_numbers TO ${appRole};
      INSERT INTO replans (rule_id) SELECT id FROM reminder_rules WHERE trigger NOT LIKE 'digest.%';
    `);
    await db.query(reminded);
    await db.query(`GRANT SELECT ON reminded TO ${appRole}`);
    await explain(db, explainedReminders);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

/** What a reminder can remind of, told alike. What is due on a day is due when that day ends where its owner is. */
const reminded = `
  CREATE VIEW reminded AS
    SELECT f.id, 'followUp' AS kind, f.title, f.due_at, NULL::date AS due_on, f.company_id, f.lead_id, NULL::uuid AS deal_id,
      f.owner_id, f.department_id, f.status = 'open' AND f.deleted_at IS NULL AS alive, l.code
    FROM follow_ups f LEFT JOIN leads l ON l.id = f.lead_id
    UNION ALL
    SELECT l.id, 'lead', l.title, l.last_contact_at, NULL, l.company_id, l.id, NULL, l.owner_id, l.department_id,
      l.deleted_at IS NULL AND l.pooled_at IS NULL AND l.status IN ('new', 'contacted', 'qualified'), l.code
    FROM leads l
    UNION ALL
    SELECT d.id, 'deal', d.title, d.stage_since::timestamp AT TIME ZONE u.time_zone, d.stage_since, d.company_id, d.lead_id, d.id,
      d.owner_id, d.department_id, d.deleted_at IS NULL AND l.deleted_at IS NULL AND d.stage NOT IN ('on_hold', 'lost'), d.code
    FROM deals d JOIN leads l ON l.id = d.lead_id JOIN users u ON u.id = d.owner_id
    UNION ALL
    SELECT p.id, 'promise', p.what, (p.due_on + time '23:59') AT TIME ZONE u.time_zone, p.due_on, p.company_id, p.lead_id, p.deal_id,
      p.owner_id, p.department_id, p.state = 'open' AND l.deleted_at IS NULL, l.code
    FROM promises p JOIN users u ON u.id = p.owner_id JOIN leads l ON l.id = p.lead_id
    UNION ALL
    SELECT v.id, 'visit', v.subject, v.starts_at, NULL, v.company_id, v.lead_id, NULL, v.owner_id, v.department_id,
      v.deleted_at IS NULL AND v.status <> 'cancelled', l.code
    FROM visits v LEFT JOIN leads l ON l.id = v.lead_id
    UNION ALL
    SELECT t.id, 'assignment', t.title, (t.due_on + time '23:59') AT TIME ZONE u.time_zone, t.due_on, d.company_id, d.lead_id, d.id,
      t.giver_id, u.department_id, t.state IN ('open', 'accepted') AND d.deleted_at IS NULL, NULL
    FROM assignments t JOIN deals d ON d.id = t.deal_id JOIN users u ON u.id = t.giver_id
    UNION ALL
    SELECT b.id, 'problem', b.what, (b.due_on + time '23:59') AT TIME ZONE u.time_zone, b.due_on, b.company_id, d.lead_id, b.deal_id,
      b.handler_id, u.department_id, b.state = 'open', d.code
    FROM problems b JOIN users u ON u.id = b.handler_id LEFT JOIN deals d ON d.id = b.deal_id
    UNION ALL
    SELECT o.id, 'tour', o.title, (o.to_on + time '23:59') AT TIME ZONE u.time_zone, o.to_on, NULL, NULL, NULL, o.owner_id, o.department_id,
      EXISTS (SELECT FROM visits v WHERE v.tour_id = o.id AND v.deleted_at IS NULL AND v.status <> 'cancelled' AND v.minutes IS NULL), NULL
    FROM tours o JOIN users u ON u.id = o.owner_id
    UNION ALL
    SELECT u.id, 'user', u.display_name, now(), NULL, NULL, NULL, NULL, u.id, u.department_id, u.active, NULL FROM users u`;
