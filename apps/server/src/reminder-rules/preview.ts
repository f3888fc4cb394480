import type { PreviewRule, RulePreview } from '@torch/contracts';
import {
  addDays,
  changedSteps,
  dateIn,
  digestInstant,
  foresee,
  isDigest,
  isDigestDay,
  readsDigest,
  type ReminderRule,
  ruleFor,
  subjectOf,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import {
  absenceOn,
  anchorOf,
  type Basis,
  BasisLoader,
  type FactSubject,
  knownOf,
  readFacts,
  type ReminderFact,
  tablesOf,
} from '../reminders';
import { dayOf, type Foreseen, tell } from './foreseen';
import { demandSound } from './rule.service';

/** Records that one preview reads at most, the newest first, and how many of them at once. */
const recordsAtMost = 4_000;
const atOnce = 500;
/** Later than any step of a ladder. */
const forever = new Date('2200-01-01T00:00:00Z');

/** What a changed rule would bring, tried on the records as they are. Nothing is written. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly loader: BasisLoader,
    private readonly config: Config,
  ) {}

  /** @throws Problem `rule-broken` for a draft that could not stand */
  try({ id = uuid(), date, ...draft }: PreviewRule): Promise<RulePreview> {
    return this.work.run('system', null, async (tx) => {
      await demandSound(tx, draft);
      const stored = await this.loader.load(tx, false);
      const rules = stored.rulesOf(draft.trigger);
      const before = rules.find((each) => each.id === id)?.steps ?? [];
      const rule: ReminderRule = { id, ...draft, steps: changedSteps(draft.steps, before, tx.now, uuid) };
      const basis = stored.withRules(
        rule.trigger,
        rules.some((each) => each.id === id) ? rules.map((each) => (each.id === id ? rule : each)) : [...rules, rule],
      );
      const subject = subjectOf(rule.trigger);
      const { found, records, cut, outlook } =
        subject === 'user'
          ? {
              found: digestsOf(basis, rule, date, tx.now, await withoutDigests(tx)),
              records: 0,
              cut: false,
              outlook: null,
            }
          : await this.search(tx, basis, rule, subject, date);
      return { date: date ?? null, records, cut, outlook, ...(await tell(tx, found)) };
    });
  }

  private async search(
    tx: Transaction,
    basis: Basis,
    rule: ReminderRule,
    subject: FactSubject,
    date: string | undefined,
  ): Promise<{ found: Foreseen[]; records: number; cut: boolean; outlook: Outlook }> {
    const found: Foreseen[] = [];
    const outlook: Outlook = { watched: 0, other: 0, next: null, over: 0 };
    let records = 0;
    for (let after: string | null = null; records < recordsAtMost;) {
      const rows: { id: string }[] = await tx.query(
        `SELECT s.id FROM ${tablesOf[subject]} AND ($1::uuid IS NULL OR s.id < $1) ORDER BY s.id DESC LIMIT ${atOnce}`,
        [after],
      );
      const ids = rows.map(({ id }) => id);
      records += ids.length;
      if (ids.length > 0) found.push(...(await this.foreseeBatch(tx, basis, rule, subject, ids, date, outlook)));
      if (ids.length < atOnce) return { found, records, cut: false, outlook };
      after = ids.at(-1) ?? null;
    }
    return { found, records, cut: true, outlook };
  }

  private async foreseeBatch(
    tx: Transaction,
    basis: Basis,
    rule: ReminderRule,
    subject: FactSubject,
    ids: readonly string[],
    date: string | undefined,
    outlook: Outlook,
  ): Promise<Foreseen[]> {
    const facts = await readFacts(tx, subject, ids, this.config.settings.REPORTING_CURRENCY);
    const mine = facts.filter(
      (fact) => fact.trigger === rule.trigger && ruleFor(basis.rulesOf(rule.trigger), fact)?.id === rule.id,
    );
    if (mine.length === 0) return [];
    const known = await knownOf(
      tx,
      mine.map(({ subjectId }) => subjectId),
    );
    const about = (fact: ReminderFact) =>
      known.filter(
        (row) => row.subjectId === fact.subjectId && row.ruleId === rule.id && row.occurrence === fact.occurrence,
      );
    return mine.flatMap((fact) => {
      const coming = foresee(rule.steps, anchorOf(rule, fact), basis.peopleOf(fact), about(fact), tx.now, forever);
      const days: string[] = [];
      const lines = coming.flatMap(({ step, channel, userId, insteadOf, remindAt }): Foreseen[] => {
        const timeZone = basis.personOf(userId ?? '')?.reader.timeZone;
        if (!userId || !timeZone) return [];
        const day = dateIn(remindAt, timeZone);
        days.push(day);
        if (day !== dayOf(date, timeZone, tx.now)) return [];
        const whose = { userId, insteadOf, timeZone, ruleId: rule.id };
        const about = { subjectType: subject, subjectId: fact.subjectId, secret: fact.named !== null };
        return [{ ...whose, ...about, step, channel, remindAt }];
      });
      note(outlook, lines.length > 0, days);
      return lines;
    });
  }
}

type Outlook = NonNullable<RulePreview['outlook']>;

/** Notes what becomes of one record that the rule watches, by the days on which it is reminded of. */
function note(outlook: Outlook, onTheDay: boolean, days: readonly string[]): void {
  outlook.watched += 1;
  if (onTheDay) return;
  const [first] = [...days].sort();
  if (first === undefined) {
    outlook.over += 1;
    return;
  }
  outlook.other += 1;
  if (outlook.next === null || first < outlook.next) outlook.next = first;
}

/**
 * Whom a digest reaches on a day: whoever has an address and has not turned digests off, when their quiet hours are over. A
 * morning of their absence is nobody's.
 * @param off those who turned digests off
 */
function digestsOf(
  basis: Basis,
  { id: ruleId, trigger, steps, active }: ReminderRule,
  date: string | undefined,
  now: Date,
  off: ReadonlySet<string>,
): Foreseen[] {
  const [step] = steps;
  if (!isDigest(trigger) || !step || !active) return [];
  return [...basis.everybody].flatMap((person): Foreseen[] => {
    const { reader, role, hasAddress } = person;
    const { id, timeZone, calendar } = reader;
    if (!readsDigest(trigger, role) || !hasAddress || off.has(id)) return [];
    const day = dayOf(date, timeZone, now);
    if (trigger === 'digest.personal' && absenceOn(person, day)) return [];
    // Quiet hours may carry the digest of the day before into this one.
    const instants = [addDays(day, -1), day]
      .filter((each) => isDigestDay(trigger, step, calendar, each))
      .map((each) => digestInstant(step, reader, each))
      .filter((at) => dateIn(at, timeZone) === day);
    const whose = { userId: id, insteadOf: null, timeZone, ruleId };
    return instants.map((remindAt) => ({
      ...whose,
      subjectType: 'user',
      subjectId: id,
      secret: false,
      step: 0,
      channel: 'email',
      remindAt,
    }));
  });
}

async function withoutDigests(tx: Transaction): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `SELECT user_id AS id FROM notification_preferences WHERE kind = 'digest' AND channel = 'email' AND mode = 'off'`,
  );
  return new Set(rows.map(({ id }) => id));
}
