import type { PreviewRule, RulePreview } from '@torch/contracts';
import {
  addDays,
  changedSteps,
  dateIn,
  digestInstant,
  foresee,
  instantIn,
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
import { dayOf, type Foreseen, tell, tomorrowOf } from './foreseen';
import { demandSound } from './rule.service';

/** Records that one preview reads at most, the newest first, and how many of them at once. */
const recordsAtMost = 4_000;
const atOnce = 500;

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
      const { found, records, cut } =
        subject === 'user'
          ? { found: digestsOf(basis, rule, date, tx.now, await withoutDigests(tx)), records: 0, cut: false }
          : await this.search(tx, basis, rule, subject, date);
      return { date: date ?? null, records, cut, ...(await tell(tx, found)) };
    });
  }

  private async search(
    tx: Transaction,
    basis: Basis,
    rule: ReminderRule,
    subject: FactSubject,
    date: string | undefined,
  ): Promise<{ found: Foreseen[]; records: number; cut: boolean }> {
    const found: Foreseen[] = [];
    let records = 0;
    for (let after: string | null = null; records < recordsAtMost;) {
      const rows: { id: string }[] = await tx.query(
        `SELECT s.id FROM ${tablesOf[subject]} AND ($1::uuid IS NULL OR s.id < $1) ORDER BY s.id DESC LIMIT ${atOnce}`,
        [after],
      );
      const ids = rows.map(({ id }) => id);
      records += ids.length;
      if (ids.length > 0) found.push(...(await this.foreseeBatch(tx, basis, rule, subject, ids, date)));
      if (ids.length < atOnce) return { found, records, cut: false };
      after = ids.at(-1) ?? null;
    }
    return { found, records, cut: true };
  }

  private async foreseeBatch(
    tx: Transaction,
    basis: Basis,
    rule: ReminderRule,
    subject: FactSubject,
    ids: readonly string[],
    date: string | undefined,
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
    // Wherever the day ends last.
    const until = new Date(
      instantIn(date ?? tomorrowOf('Pacific/Kiritimati', tx.now), '23:59', 'Etc/GMT+12').getTime(),
    );
    const about = (fact: ReminderFact) =>
      known.filter(
        (row) => row.subjectId === fact.subjectId && row.ruleId === rule.id && row.occurrence === fact.occurrence,
      );
    return mine.flatMap((fact) =>
      foresee(rule.steps, anchorOf(rule, fact), basis.peopleOf(fact), about(fact), tx.now, until).flatMap(
        ({ step, channel, userId, insteadOf, remindAt }) => {
          const timeZone = basis.personOf(userId ?? '')?.reader.timeZone;
          if (!userId || !timeZone || dateIn(remindAt, timeZone) !== dayOf(date, timeZone, tx.now)) return [];
          const whose = { userId, insteadOf, timeZone, ruleId: rule.id };
          return [
            {
              ...whose,
              subjectType: subject,
              subjectId: fact.subjectId,
              secret: fact.named !== null,
              step,
              channel,
              remindAt,
            },
          ];
        },
      ),
    );
  }
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
