import { type MailLink, type mailLinkStates, Problem } from '@torch/contracts';
import {
  type Actor,
  daysOfAct,
  type MailAct,
  may,
  type Permission,
  reachOf,
  reminderPage,
  type ReminderSubject,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Actors } from '../../access';
import { FollowUpService } from '../../follow-ups';
import { type Transaction, UnitOfWork } from '../../platform/database/unit-of-work';
import { requestContext } from '../../platform/request-context';
import { PromiseService } from '../../promises';
import { SnoozeService } from '../snooze.service';
import { MailLinks } from './mail-links';
import { type MailToken, readToken, tokenDigest } from './mail-token';

type State = (typeof mailLinkStates)[number];
interface Facts extends Pick<
  MailLink,
  'code' | 'title' | 'ruleNameZh' | 'ruleNameEn' | 'userName' | 'locale' | 'timeZone'
> {
  subjectType: ReminderSubject;
  subjectId: string;
  leadId: string | null;
  dealId: string | null;
  companyId: string | null;
  alive: boolean;
  /** Whether its reader may know of the matter. */
  named: boolean;
  ownerId: string;
  departmentId: string;
  leadOwnerId: string | null;
  leadDepartmentId: string | null;
}

/** What its owner wrote down to do is told; what is known by the name of an investor is not. */
const ownWords = `('followUp', 'promise', 'assignment', 'problem')`;

const columns = `r.subject_type AS "subjectType", r.subject_id AS "subjectId", s.code, s.lead_id AS "leadId", s.deal_id AS "dealId",
  s.company_id AS "companyId", s.alive, CASE WHEN r.subject_type IN ${ownWords} AND l.confidential_to IS NULL THEN s.title END AS title,
  q.name_zh AS "ruleNameZh", q.name_en AS "ruleNameEn", u.display_name AS "userName", u.locale, u.time_zone AS "timeZone",
  l.confidential_to IS NULL OR u.id = ANY (l.confidential_to) AS named, s.owner_id AS "ownerId", s.department_id AS "departmentId",
  l.owner_id AS "leadOwnerId", l.department_id AS "leadDepartmentId"`;

/** What links in mails do. A look changes nothing, for programs look at every link; confirmed, it is done once. */
@Injectable()
export class MailLinkService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly links: MailLinks,
    private readonly actors: Actors,
    private readonly followUps: FollowUpService,
    private readonly promises: PromiseService,
    private readonly snoozes: SnoozeService,
  ) {}

  /** What the link would do, or why it does no more. */
  async look(text: string): Promise<MailLink> {
    const token = await this.read(this.db.manager, text);
    return this.work.run('system', null, (tx) => this.tell(tx, token, text));
  }

  /**
   * Does it, in its reader's name and with their permission of this moment. A second time it answers what became of the first.
   * @throws Problem `not-found` for no link of ours; `rule-broken` at `token`: `expired`, `over`, `not-entitled`
   */
  async act(text: string): Promise<MailLink> {
    const token = await this.read(this.db.manager, text);
    const actor = await this.actors.byId(this.db.manager, token.userId);
    const needed = permissionOf[token.act](await this.subjectOf(token));
    const store = requestContext.getStore();
    if (store) store.via = 'mail';
    if (!actor || !reachOf(actor.role, needed)) {
      const told = await this.look(text);
      if (told.state === 'used') return told;
      throw refusal(told.state === 'ready' ? 'not-entitled' : told.state);
    }
    return this.work.run(actor, needed, async (tx) => {
      const before = await this.tell(tx, token, text);
      if (before.state === 'used') return before;
      if (before.state !== 'ready') throw refusal(before.state);
      // Of two at once, the second waits here and finds it used.
      const first = await tx.query(
        `INSERT INTO used_links (hash, reminder_id, user_id, act, used_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING hash`,
        [tokenDigest(text), token.reminderId, token.userId, token.act, tx.now],
      );
      if (first.length > 0) await this.do(tx, actor, token, text, before);
      return this.tell(tx, token, text);
    });
  }

  private async do(
    tx: Transaction,
    actor: Actor,
    token: MailToken,
    text: string,
    { subjectType }: MailLink,
  ): Promise<void> {
    const days = daysOfAct(token.act);
    try {
      if (days) {
        const until = await this.snoozes.ofReminder(tx, token.reminderId, actor.id, days);
        await tx.query('UPDATE used_links SET until = $2 WHERE hash = $1', [tokenDigest(text), until]);
        return;
      }
      const subjectId = await this.subjectIdOf(tx.manager, token);
      if (subjectType === 'followUp') await this.followUps.complete(tx, actor, subjectId);
      else if (subjectType === 'promise') await this.promises.keep(tx, actor, subjectId);
    } catch (error) {
      // Out of reach by now: handed over, or the reader has another role or department.
      if (error instanceof Problem && (error.type === 'not-found' || error.type === 'not-allowed'))
        throw refusal('not-entitled');
      throw error;
    }
  }

  private async read(manager: EntityManager, text: string): Promise<MailToken> {
    const token = readToken(text, await this.links.key(manager));
    if (!token) throw new Problem('not-found');
    return token;
  }

  private async subjectOf({ reminderId }: MailToken): Promise<ReminderSubject> {
    const [row]: { subject: ReminderSubject }[] = await this.db.query(
      'SELECT subject_type AS subject FROM reminders WHERE id = $1',
      [reminderId],
    );
    if (!row) throw new Problem('not-found');
    return row.subject;
  }

  private async subjectIdOf(manager: EntityManager, { reminderId }: MailToken): Promise<string> {
    const [row]: { id: string }[] = await manager.query('SELECT subject_id AS id FROM reminders WHERE id = $1', [
      reminderId,
    ]);
    if (!row) throw new Problem('not-found');
    return row.id;
  }

  private async tell(tx: Transaction, token: MailToken, text: string): Promise<MailLink> {
    const [facts] = await tx.query<Facts>(
      `SELECT ${columns} FROM reminders r JOIN reminded s ON s.id = r.subject_id JOIN users u ON u.id = $2
         LEFT JOIN reminder_rules q ON q.id = r.rule_id LEFT JOIN leads l ON l.id = s.lead_id WHERE r.id = $1`,
      [token.reminderId, token.userId],
    );
    if (!facts) throw new Problem('not-found');
    const [used] = await tx.query<{ usedAt: Date; until: Date | null }>(
      'SELECT used_at AS "usedAt", until FROM used_links WHERE hash = $1',
      [tokenDigest(text)],
    );
    const actor = await this.actors.byId(tx.manager, token.userId);
    const asked = used ? 'used' : stateOf(token, facts, actor, tx.now);
    const days = daysOfAct(token.act);
    const again =
      asked === 'ready' && days ? await this.snoozes.until(tx, token.reminderId, token.userId, days) : undefined;
    // What was reminded of has moved on: nothing would come at the end of the snooze.
    const state = again === null ? 'over' : asked;
    const until = used?.until ?? again ?? null;
    const hidden = !facts.named || !actor;
    return {
      act: token.act,
      state,
      usedAt: used?.usedAt.toISOString() ?? null,
      subjectType: facts.subjectType,
      code: hidden ? null : facts.code,
      title: hidden ? null : facts.title,
      ruleNameZh: facts.ruleNameZh,
      ruleNameEn: facts.ruleNameEn,
      until: until?.toISOString() ?? null,
      userName: facts.userName,
      locale: facts.locale,
      timeZone: facts.timeZone,
      page: hidden ? '/' : reminderPage(facts),
    };
  }
}

/** What an act demands of its reader's role; whose the record is, is asked where it is done. */
const permissionOf: Record<MailAct, (subject: ReminderSubject) => Permission> = {
  done: (subject) => (subject === 'promise' ? 'promise.update' : 'followUp.update'),
  snooze1: () => 'account.use',
  snooze3: () => 'account.use',
  snooze7: () => 'account.use',
};

function stateOf({ expires, act }: MailToken, facts: Facts, actor: Actor | null, now: Date): State {
  if (!actor || !facts.named) return 'not-entitled';
  if (expires * 1000 <= now.getTime()) return 'expired';
  if (!facts.alive) return 'over';
  return isEntitled(actor, act, facts) ? 'ready' : 'not-entitled';
}

/** One's own reminders everybody may put off; what is done, is done by who may write there. A promise is its lead's owner's too. */
function isEntitled(actor: Actor, act: MailAct, facts: Facts): boolean {
  if (daysOfAct(act)) return true;
  const needed = permissionOf[act](facts.subjectType);
  if (may(actor, needed, { ownerId: facts.ownerId, departmentId: facts.departmentId })) return true;
  const { leadOwnerId: ownerId, leadDepartmentId: departmentId } = facts;
  return facts.subjectType === 'promise' && may(actor, needed, { ownerId, departmentId });
}

const sentences = {
  expired: 'the link has expired; open the record instead',
  over: 'what it reminded of is over',
  'not-entitled': 'this is no longer yours to do',
} as const;
const refusal = (state: State) =>
  Problem.field('rule-broken', 'token', state, state in sentences ? sentences[state as keyof typeof sentences] : state);
