import { type Permission, type ReferenceKind, referenceKinds, type Subject } from '@torch/domain';
import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { CompanyEntity } from '../src/companies';
import { ContactEntity } from '../src/contacts';
import { DealEntity } from '../src/deals';
import { FollowUpEntity } from '../src/follow-ups';
import { LeadEntity, recordOwnership } from '../src/leads';
import { newRecord } from '../src/platform/database/record.entity';
import type { Transaction } from '../src/platform/database/unit-of-work';
import { lists } from '../src/reference/lists';
import { VisitEntity } from '../src/visits';
import { password, type World } from './support';
import { featureWalks } from './walk';

export type Kind =
  | 'company'
  | 'contact'
  | 'lead'
  | 'qualifiedLead'
  | 'convertedLead'
  | 'deal'
  | 'visit'
  | 'followUp'
  | 'user'
  | 'department'
  | 'mail'
  | 'reminder'
  | 'event'
  | 'notification'
  | 'session'
  | 'apiToken'
  | ExtraKind
  | `reference:${ReferenceKind}`;

/** Kinds that a feature's own file under `walk/` makes. */
export type ExtraKind =
  | 'attachment'
  | 'conflict'
  | 'transfer'
  | 'pooledLead'
  | 'fund'
  | 'confirmedFund'
  | 'scorecard'
  | 'offer'
  | 'assignment'
  | 'promise'
  | 'problem'
  | 'landedCompany'
  | 'tour'
  | 'exchangeRate'
  | 'target'
  | 'calendarDay'
  | 'reminderRule'
  | 'absence'
  | 'robot'
  | 'monthClose'
  | 'reportTemplate'
  | 'reportSchedule'
  | 'export'
  | 'exportToDecide'
  | 'exportToFetch'
  | 'savedView'
  | 'wallLink';

export interface Made {
  id: string;
  companyId?: string;
  ownerId: string;
  departmentId: string;
}

export interface RouteCase {
  /** The record the route is about; without one it is a list or a creation. */
  kind?: Kind;
  /** The permission with which the caller would see the record: out of its reach, the record does not exist. Without it, whose it is does not matter. */
  read?: Permission;
  /** What the caller's role must be able to read as well, however far: to anybody else the record does not exist. */
  shownTo?: Permission;
  query?: string | ((ids: Record<string, string>) => string);
  body?: (made: Made | null, ids: Record<string, string>, departments: Record<string, string>) => object;
  /** The record lies in the recycle bin. */
  deleted?: true;
  /** Sends a small file with these fields instead of JSON. */
  file?: (made: Made | null) => Record<string, string>;
  /** What the file says and is called, for a route that reads it. */
  content?: readonly [text: string | Buffer, name: string];
  /** Answers with a file that the storage must have. */
  bytes?: true;
  /** The answer does not end by itself. */
  stream?: true;
  /** The act ends the caller's session or changes the account. */
  leaves?: true;
}

/** What a feature's own file brings: makers of its kinds, and a valid request for each of its routes. */
export interface FeatureWalk {
  makers: Partial<Record<ExtraKind, (tx: Transaction, base: Base, about: About) => Promise<{ id: string }>>>;
  cases: Record<string, RouteCase>;
}
/** The first columns of a new record; its id is the one that the walk asks for. */
export type Base = ReturnType<typeof newRecord>;
/** Helpers for makers: a deal with its lead and company, owned as wanted, and the event that explains a row. */
export interface About {
  deal: () => Promise<{ dealId: string; leadId: string; companyId: string }>;
  explain: (subjectType: Subject, subjectId?: string) => Promise<void>;
}

/** The next step that every visit of the walk has. */
export const walkStep = '01900000-0000-7000-8000-000000005321';

/** The calendar's day that the walk is about. */
export const walkCalendar = { country: 'KR', day: '2026-05-04' } as const;
/** The closed month that the walk is about. */
export const walkMonth = '2021-04';
/** The report's form that the walk is about. */
export const walkTemplate = { kind: 'weekly', locale: 'en', format: 'docx' } as const;
/** A route's path, with those of its places filled that are the same for the whole walk. */
export const placed = (path: string) =>
  path
    .replace(':country', walkCalendar.country)
    .replace(':day', walkCalendar.day)
    .replace(':month', walkMonth)
    .replace(':stepId', walkStep)
    .replace(/:(kind|locale|format)\b/g, (_, place: keyof typeof walkTemplate) => walkTemplate[place]);

let serial = 0;
export const unique = () => `walk${(serial += 1)}x${Date.now().toString(36)}`;

/** A record of the kind, owned as wanted, made past the permissions. */
export function makeRecord(
  world: World,
  kind: Kind,
  owner: { ownerId: string; departmentId: string },
  deleted = false,
): Promise<Made> {
  return world.work.run('system', null, async (tx) => {
    const id = uuid();
    const base = { ...newRecord(id, owner, tx.now) };
    const made = { id, ...owner };
    const explain = (subjectType: Subject, subjectId = id) =>
      tx.record('installation.created', { subjectType, subjectId });
    const companyId = uuid();
    const withCompany = async () => {
      const row = {
        ...newRecord(companyId, owner, tx.now),
        nameEn: unique(),
        country: 'US',
        region: 'US',
        confirmed: true,
      };
      await tx.manager.insert(CompanyEntity, { ...row, cores: [], coreGrams: [], searchText: '', searchGrams: [] });
      await explain('company', companyId);
    };
    const withFollowUp = async (followUpId: string) => {
      await withCompany();
      await tx.manager.insert(FollowUpEntity, {
        ...base,
        id: followUpId,
        companyId,
        title: 'Call',
        dueAt: tx.now,
        noticeMinutes: 0,
        status: 'open',
      });
      await explain('followUp', followUpId);
    };
    const withReminder = async (followUpId: string) => {
      await withFollowUp(followUpId);
      const reminderId = uuid();
      await tx.query(
        `INSERT INTO reminders (id, rule_id, subject_type, subject_id, occurrence, step_id, user_id, channel, remind_at, state)
         SELECT $1, q.id, 'followUp', f.id, to_char(f.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || f.notice_minutes,
           q.steps -> 0 ->> 'id', $3, 'email', now(), 'handed_over'
         FROM reminder_rules q, follow_ups f WHERE q.code = 'followUp.due' AND f.id = $2`,
        [reminderId, followUpId, owner.ownerId],
      );
      return reminderId;
    };
    const withLead = async (leadId: string, status: 'qualified' | 'converted') => {
      await withCompany();
      const lead = { code: unique(), title: 'Lead', companyId, status, region: 'US', cluster: 'MED' } as const;
      await tx.manager.insert(LeadEntity, { ...base, id: leadId, ...lead, channel: 'chain', lastContactAt: tx.now });
      await recordOwnership(tx, leadId, { kind: 'reported', from: null, to: owner });
      await explain('lead', leadId);
      const contactId = uuid();
      await tx.manager.insert(ContactEntity, { ...newRecord(contactId, owner, tx.now), companyId, name: 'Contact' });
      await explain('contact', contactId);
      return leadId;
    };
    const withDeal = async (dealId: string, leadId: string) => {
      const deal = { code: unique(), title: 'Deal', leadId, companyId, stage: 'negotiating' } as const;
      const since = { stageSince: '2026-01-05', flagged: [], waivers: {} };
      await tx.manager.insert(DealEntity, { ...base, id: dealId, ...deal, ...since });
      await tx.query(
        `INSERT INTO stage_changes (id, deal_id, to_stage, to_rank, to_name, effective_on, evidence)
         VALUES ($1, $2, 'negotiating', 0, '{}', '2026-01-05', '{}')`,
        [uuid(), dealId],
      );
      await explain('deal', dealId);
      return dealId;
    };
    const deal = async () => {
      const leadId = await withLead(uuid(), 'converted');
      return { dealId: await withDeal(uuid(), leadId), leadId, companyId };
    };
    for (const { makers } of featureWalks) {
      const make = makers[kind as ExtraKind];
      if (make) return { ...made, companyId, ...(await make(tx, base, { deal, explain })) };
    }
    if (kind.startsWith('reference:')) {
      const table = kind.slice(10).replace('-', '_');
      const extra =
        table === 'chain_nodes'
          ? { columns: ', chain_code, stage', values: `, 'MED', 'upstream'` }
          : { columns: '', values: '' };
      await tx.query(
        `INSERT INTO ${table} (id, code, name_zh, name_en${extra.columns}) VALUES ($1, $2, 'x', 'x'${extra.values})`,
        [id, unique()],
      );
      await explain(lists[kind.slice(10) as ReferenceKind].subject);
      return made;
    }
    switch (kind) {
      case 'company':
        await withCompany();
        return { ...made, id: companyId };
      case 'contact':
        await withCompany();
        await tx.manager.insert(ContactEntity, { ...base, companyId, name: 'Contact' });
        await explain('contact');
        break;
      case 'deal':
        await withLead(uuid(), 'converted').then((leadId) => withDeal(id, leadId));
        break;
      case 'qualifiedLead':
        await withLead(id, 'qualified');
        break;
      case 'convertedLead':
        await withLead(id, 'converted');
        break;
      case 'lead':
        await withCompany();
        await tx.manager.insert(LeadEntity, {
          ...base,
          companyId,
          code: unique(),
          title: 'Lead',
          status: 'new',
          region: 'US',
          channel: 'chain',
          lastContactAt: tx.now,
          ...(deleted && { deletedAt: tx.now }),
        });
        await recordOwnership(tx, id, { kind: 'reported', from: null, to: owner });
        await explain('lead');
        break;
      case 'visit':
        await withCompany();
        await tx.manager.insert(VisitEntity, {
          ...base,
          companyId,
          kind: 'online',
          status: 'planned',
          subject: 'Visit',
          nextSteps: [{ id: walkStep, what: 'Send the plan', dueOn: '2030-01-10', ownerId: null, followUpId: null }],
          startsAt: tx.now,
        });
        await explain('visit');
        break;
      case 'followUp':
        await withFollowUp(id);
        break;
      case 'mail':
        await tx.query(
          `INSERT INTO mails (id, user_id, recipient, kind, subject, text, html, message_id, state) VALUES ($1, $2, 'a@zone.example', 'reminder', 's', 't', 'h', $3, 'failed')`,
          [id, owner.ownerId, `<${id}@test>`],
        );
        await explain('mail');
        break;
      case 'reminder':
        return { ...made, id: await withReminder(uuid()) };
      case 'event': {
        await explain('installation');
        const [event] = await tx.query<{ id: string }>('SELECT id FROM events WHERE subject_id = $1', [id]);
        return { ...made, id: event?.id ?? '' };
      }
      case 'notification':
        await tx.query('INSERT INTO notifications (id, reminder_id, user_id) VALUES ($1, $2, $3)', [
          id,
          await withReminder(uuid()),
          owner.ownerId,
        ]);
        break;
      case 'department':
        await tx.query('INSERT INTO departments (id, name) VALUES ($1, $2)', [id, unique()]);
        await explain('department');
        break;
      case 'user':
        await tx.query(
          `INSERT INTO users (id, username, display_name, role, department_id, password_hash) VALUES ($1, $2, 'U', 'officer', $3, 'x')`,
          [id, unique(), owner.departmentId],
        );
        await explain('user');
        break;
      case 'session':
        await tx.query(
          `INSERT INTO sessions (id, token_hash, user_id, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')`,
          [id, unique(), owner.ownerId],
        );
        break;
      case 'apiToken':
        await tx.query(
          `INSERT INTO api_tokens (id, user_id, name, scope, token_hash, expires_at) VALUES ($1, $2, 'T', 'read', $3, now() + interval '1 hour')`,
          [id, owner.ownerId, unique()],
        );
        await explain('apiToken');
        break;
    }
    return { ...made, companyId };
  });
}

const usd = { amount: '5000000', currency: 'USD' };
const soon = () => new Date(Date.now() + 3_600_000).toISOString();
const visit = { kind: 'online', status: 'planned', subject: 'Talk', startsAt: '2026-01-05T02:00:00Z' };
export const own = (kind: Kind, rest: Omit<RouteCase, 'kind' | 'read'> = {}): RouteCase => ({
  kind,
  read: 'account.use',
  ...rest,
});

const reference: Record<string, RouteCase> = Object.fromEntries(
  referenceKinds.flatMap((kind): [string, RouteCase][] => [
    [`GET /${kind}`, {}],
    [`GET /${kind}/:id`, { kind: `reference:${kind}` }],
    [
      `POST /${kind}`,
      {
        body: () => ({
          code: unique(),
          nameZh: '名',
          nameEn: 'Name',
          ...(kind === 'chain-nodes' && { chainCode: 'MED', stage: 'upstream' }),
        }),
      },
    ],
    [`PATCH /${kind}/:id`, { kind: `reference:${kind}`, body: () => ({ version: 1, nameEn: 'New' }) }],
    [`DELETE /${kind}/:id`, { kind: `reference:${kind}` }],
  ]),
);

/** A valid request for every guarded route. */
export const routeCases: Record<string, RouteCase> = {
  ...reference,
  ...Object.assign({}, ...featureWalks.map(({ cases }) => cases)),
  'GET /sessions': {},
  'DELETE /sessions/current': { leaves: true },
  'DELETE /sessions': { leaves: true },
  'DELETE /sessions/:id': own('session'),
  'GET /me': {},
  'PATCH /me': { body: () => ({ locale: 'en' }) },
  'POST /me/password': { leaves: true, body: () => ({ currentPassword: password, newPassword: 'Another-Horse-7' }) },
  'GET /api-tokens': {},
  'GET /api-tokens/:id': own('apiToken'),
  'POST /api-tokens': {
    body: () => ({ name: 'T', scope: 'read', expiresOn: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) }),
  },
  'DELETE /api-tokens/:id': own('apiToken'),

  'GET /users': {},
  'GET /users/:id': { kind: 'user' },
  'POST /users': {
    body: (_, __, departments) => ({
      username: unique(),
      displayName: 'N',
      role: 'officer',
      departmentId: departments['home'],
      password: 'First-Horse-77',
    }),
  },
  'PATCH /users/:id': { kind: 'user', body: () => ({ version: 1, displayName: 'Renamed' }) },
  'POST /users/:id/role': { kind: 'user', body: () => ({ version: 1, role: 'head' }) },
  'GET /departments': {},
  'GET /departments/:id': { kind: 'department' },
  'POST /departments': { body: () => ({ name: unique() }) },
  'PATCH /departments/:id': { kind: 'department', body: () => ({ version: 1, nameEn: 'Renamed' }) },
  'DELETE /departments/:id': { kind: 'department' },

  'GET /companies': {},
  'GET /companies/similar': { query: '?name=Something' },
  'GET /companies/:id': { kind: 'company', read: 'company.read' },
  'GET /companies/:id/timeline': { kind: 'company', read: 'company.read' },
  'POST /companies': { body: () => ({ nameEn: randomBytes(16).toString('hex'), country: 'US', region: 'US' }) },
  'PATCH /companies/:id': { kind: 'company', read: 'company.read', body: () => ({ version: 1, address: 'Here' }) },
  'DELETE /companies/:id': { kind: 'company', read: 'company.read' },

  'GET /contacts': {},
  'GET /contacts/:id': { kind: 'contact', read: 'contact.read' },
  'POST /contacts': { kind: 'company', body: (made) => ({ companyId: made?.id, name: 'Contact' }) },
  'PATCH /contacts/:id': { kind: 'contact', read: 'contact.list', body: () => ({ version: 1, title: 'Manager' }) },
  'DELETE /contacts/:id': { kind: 'contact', read: 'contact.list' },

  'GET /leads': {},
  'GET /leads/:id': { kind: 'lead', read: 'lead.read' },
  'GET /leads/:id/timeline': { kind: 'lead', read: 'lead.read' },
  'POST /leads': { kind: 'company', body: (made) => ({ companyId: made?.id, title: 'Lead', channel: 'chain' }) },
  'PATCH /leads/:id': { kind: 'lead', read: 'lead.read', body: () => ({ version: 1, title: 'Renamed' }) },
  'POST /leads/:id/status': { kind: 'lead', read: 'lead.read', body: () => ({ version: 1, status: 'contacted' }) },
  'POST /leads/:id/owner': {
    kind: 'lead',
    read: 'lead.read',
    body: (_, ids) => ({ version: 1, ownerId: ids['colleague'] }),
  },
  'DELETE /leads/:id': { kind: 'lead', read: 'lead.read' },

  'GET /deals': {},
  'GET /deals/:id': { kind: 'deal', read: 'deal.read' },
  'GET /deals/:id/stage-changes': { kind: 'deal', read: 'deal.read' },
  'GET /deals/:id/timeline': { kind: 'deal', read: 'deal.read' },
  'GET /deals/board': {},
  'POST /deals/stage': {
    body: () => ({ items: [{ id: uuid(), version: 1 }], stage: 'on_hold', reason: 'Waiting' }),
  },
  'GET /deals/concealed': {},
  'POST /deals/:id/confidentiality': {
    kind: 'deal',
    read: 'deal.read',
    body: () => ({ version: 1, codename: 'Falcon' }),
  },
  'PATCH /deals/:id': { kind: 'deal', read: 'deal.read', body: () => ({ version: 1, title: 'Renamed' }) },
  'DELETE /deals/:id': { kind: 'deal', read: 'deal.read' },
  'POST /deals/:id/stage': {
    kind: 'deal',
    read: 'deal.read',
    body: () => ({ version: 1, stage: 'on_hold', reason: 'Waiting' }),
  },
  'POST /deals': {
    // Somebody at the company must be known; the lead that is there brought its contact.
    kind: 'convertedLead',
    body: (made) => ({
      companyId: made?.companyId,
      title: 'Deal',
      channel: 'chain',
      cluster: 'MED',
      totalInvestment: usd,
    }),
  },
  'POST /leads/:id/convert': {
    kind: 'qualifiedLead',
    read: 'lead.read',
    body: () => ({ version: 1, totalInvestment: usd }),
  },
  'POST /leads/:id/split': {
    kind: 'convertedLead',
    read: 'lead.read',
    body: () => ({ version: 1, title: 'Second plant', totalInvestment: usd, reason: 'Two plants' }),
  },

  'GET /visits': {},
  'GET /visits/:id': { kind: 'visit', read: 'visit.read' },
  'POST /visits': { kind: 'company', body: (made) => ({ ...visit, companyId: made?.id }) },
  'PATCH /visits/:id': { kind: 'visit', read: 'visit.read', body: () => ({ version: 1, minutes: 'Said' }) },
  'DELETE /visits/:id': { kind: 'visit', read: 'visit.read' },
  'POST /quick-logs': { kind: 'company', body: (made) => ({ companyId: made?.id, visit }) },

  'GET /follow-ups': {},
  'GET /follow-ups/:id': { kind: 'followUp', read: 'followUp.read' },
  'POST /follow-ups/for-leads': { body: () => ({ leadIds: [uuid()], title: 'Call', dueAt: soon() }) },
  'POST /follow-ups': { kind: 'company', body: (made) => ({ companyId: made?.id, title: 'Call', dueAt: soon() }) },
  'PATCH /follow-ups/:id': { kind: 'followUp', read: 'followUp.read', body: () => ({ version: 1, status: 'done' }) },
  'DELETE /follow-ups/:id': { kind: 'followUp', read: 'followUp.read' },
  'GET /today': {},
  'GET /funnel': {},
  'GET /funnel/records': { query: '?step=created' },
  'GET /funnel/flow': {},
  'GET /funnel/flow/records': { query: '?source=outside&target=created' },
  'GET /funnel/trend': {},
  'GET /funnel/stays': {},
  'GET /funnel/stays/records': { query: '?step=created' },

  'GET /reminders': {},
  'GET /reminders/:id': { kind: 'reminder', read: 'reminder.read' },
  'GET /notifications': {},
  'POST /notifications/:id/read': own('notification', { shownTo: 'followUp.read' }),
  'POST /notifications/read': {},
  'GET /notifications/stream': { stream: true },
  'GET /mails': {},
  'POST /mails/:id/retry': { kind: 'mail' },
  'GET /audit-events': {},
  'GET /audit-events/:id': { kind: 'event' },
  'GET /recycle-bin': {},
  'POST /recycle-bin/:type/:id/restore': { kind: 'lead', read: 'recycleBin.read', deleted: true },
};
