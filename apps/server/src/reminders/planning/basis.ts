import {
  type Addressee,
  dateIn,
  kindOf,
  type People,
  type Reader,
  type ReminderKind,
  type ReminderRecipient,
  type ReminderRule,
  type ReminderTrigger,
  type Role,
  type Snooze,
} from '@torch/domain';
import type { ReminderFact } from './facts';

export interface Person {
  reader: Reader;
  role: Role;
  departmentId: string;
  /** Whether mails can reach them. */
  hasAddress: boolean;
  deputyId: string | null;
  absences: { fromOn: string; toOn: string; deputyId: string }[];
}

export interface Robot {
  id: string;
  departmentId: string;
  kinds: readonly ReminderKind[];
}

/** Everything that plans are made from besides the records: the rules, the people and their calendars. */
export class Basis {
  constructor(
    readonly mark: string,
    private readonly rules: ReadonlyMap<ReminderTrigger, readonly ReminderRule[]>,
    private readonly people: ReadonlyMap<string, Person>,
    private readonly parents: ReadonlyMap<string, string | null>,
    private readonly robots: readonly Robot[],
    /** Those who have left, and who stood in for them. */
    private readonly left: ReadonlyMap<string, string | null> = new Map(),
  ) {}

  rulesOf(trigger: ReminderTrigger): readonly ReminderRule[] {
    return this.rules.get(trigger) ?? [];
  }

  /** The same people, watched by other rules. */
  withRules(trigger: ReminderTrigger, rules: readonly ReminderRule[]): Basis {
    const changed = new Map([...this.rules, [trigger, rules]]);
    return new Basis(this.mark, changed, this.people, this.parents, this.robots, this.left);
  }

  /** Everybody who can be reminded. */
  get everybody(): Iterable<Person> {
    return this.people.values();
  }

  personOf(id: string): Person | null {
    return this.people.get(id) ?? null;
  }

  triggerOf(ruleId: string | null): ReminderTrigger | null {
    for (const [trigger, rules] of this.rules) if (rules.some(({ id }) => id === ruleId)) return trigger;
    return null;
  }

  /** Somebody who is active. */
  person(id: string): Person | undefined {
    return this.people.get(id);
  }

  /** Whom the steps about a record reach. Of a confidential matter nobody is reminded who is not named there. */
  peopleOf(fact: ReminderFact): People {
    const mayKnow = (id: string) => !fact.named || fact.named.includes(id);
    const reached = (recipient: ReminderRecipient, instant: (reader: Reader) => Date) =>
      this.idsOf(recipient, fact).flatMap(({ id, insteadOf }) => {
        const addressee = this.presentFor(id, instant, mayKnow);
        return addressee ? [{ ...addressee, insteadOf: addressee.insteadOf ?? insteadOf }] : [];
      });
    const robotIds = fact.named
      ? []
      : this.robots
          .filter(({ departmentId, kinds }) => kinds.includes(kindOf(fact.trigger)) && this.isAbove(departmentId, fact))
          .map(({ id }) => id);
    return { reached, robotIds };
  }

  /** How somebody's days go; undefined for who is not there any more. */
  readerOf(userId: string): Reader | undefined {
    return this.people.get(userId)?.reader;
  }

  /**
   * Who gets at the end of a snooze what they, or whoever they stood in for, put off; null where the rule reaches them no
   * more, because the record has gone to somebody else or they may not know of it.
   */
  heardAgain(rule: ReminderRule, fact: ReminderFact, { userId, until }: Snooze): Addressee | null {
    const { reached } = this.peopleOf(fact);
    const all = rule.steps.flatMap(({ to }) => to.flatMap((recipient) => reached(recipient, () => until)));
    return all.find(({ reader, insteadOf }) => reader.id === userId || insteadOf === userId) ?? null;
  }

  /**
   * Whether a step still reaches whoever a reminder of it was for. Who stands in for whom may change from day to day; what
   * counts is whose it is. A step that the rule has no more is held against nobody.
   */
  stillReaches(
    { steps }: ReminderRule,
    fact: ReminderFact,
    {
      stepId,
      userId,
      insteadOf,
      remindAt,
    }: { stepId: string; userId: string; insteadOf: string | null; remindAt: Date },
  ): boolean {
    const step = steps.find(({ id }) => id === stepId);
    if (!step) return true;
    const { reached } = this.peopleOf(fact);
    return step.to
      .flatMap((recipient) => reached(recipient, () => remindAt))
      .some((each) => each.reader.id === userId || (each.insteadOf ?? each.reader.id) === (insteadOf ?? userId));
  }

  private idsOf(recipient: ReminderRecipient, fact: ReminderFact): { id: string; insteadOf: string | null }[] {
    const themselves = (ids: readonly string[]) => ids.map((id) => ({ id, insteadOf: null }));
    switch (recipient) {
      case 'owner':
        return this.people.has(fact.ownerId) ? themselves([fact.ownerId]) : this.afterOwner(fact);
      case 'deputy':
        return themselves([this.people.get(fact.ownerId)?.deputyId ?? []].flat());
      case 'head':
        return themselves(this.headsAbove(fact));
      case 'leader':
        return themselves(this.ids(({ role }) => role === 'leader'));
      case 'assignee':
        return themselves(this.ids(({ departmentId }) => departmentId === fact.assigneeId));
    }
  }

  /** Who sees to the records of somebody who has left and handed nothing over: who stood in for them, or the head. */
  private afterOwner(fact: ReminderFact): { id: string; insteadOf: string | null }[] {
    const deputy = this.left.get(fact.ownerId);
    const ids = deputy && this.people.has(deputy) ? [deputy] : this.headsAbove(fact);
    return ids.map((id) => ({ id, insteadOf: fact.ownerId }));
  }

  /** The nearest heads above a record, other than its owner. */
  private headsAbove({ departmentId, ownerId }: ReminderFact): string[] {
    for (const here of this.upFrom(departmentId)) {
      const heads = this.ids((person, id) => person.role === 'head' && person.departmentId === here && id !== ownerId);
      if (heads.length > 0) return heads;
    }
    return [];
  }

  private isAbove(above: string, { departmentId }: ReminderFact): boolean {
    return this.upFrom(departmentId).includes(above);
  }

  /** A department and those above it. */
  private upFrom(departmentId: string): string[] {
    const way: string[] = [];
    for (let at: string | null = departmentId; at && !way.includes(at); at = this.parents.get(at) ?? null) way.push(at);
    return way;
  }

  private ids(fits: (person: Person, id: string) => boolean): string[] {
    return [...this.people].filter(([id, person]) => fits(person, id)).map(([id]) => id);
  }

  /**
   * Who gets what is for somebody: themselves, or on a day of their absence their deputy, at the deputy's own hour, and so on
   * where the deputy is away too. Where nobody of these is there and may know of it, it waits for themselves.
   */
  private presentFor(
    id: string,
    instant: (reader: Reader) => Date,
    mayKnow: (id: string) => boolean,
  ): Addressee | null {
    const person = this.people.get(id);
    if (!person) return null;
    const asked = new Set([id]);
    for (let deputy = awayOn(person, instant)?.deputyId; deputy && !asked.has(deputy);) {
      asked.add(deputy);
      const other = this.people.get(deputy);
      const away = other && awayOn(other, instant);
      if (other && !away && mayKnow(deputy)) return { reader: other.reader, insteadOf: id };
      deputy = away?.deputyId;
    }
    return mayKnow(id) ? { reader: person.reader, insteadOf: null } : null;
  }
}

const awayOn = (person: Person, instant: (reader: Reader) => Date) =>
  person.absences.length > 0 ? absenceOn(person, dateIn(instant(person.reader), person.reader.timeZone)) : undefined;

export const absenceOn = ({ absences }: Person, day: string): Person['absences'][number] | undefined =>
  absences.find(({ fromOn, toOn }) => fromOn <= day && day <= toOn);
