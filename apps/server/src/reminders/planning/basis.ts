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
  ) {}

  rulesOf(trigger: ReminderTrigger): readonly ReminderRule[] {
    return this.rules.get(trigger) ?? [];
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
      this.idsOf(recipient, fact).flatMap((id) => {
        const addressee = this.presentFor(id, instant);
        return addressee && mayKnow(addressee.reader.id) ? [addressee] : [];
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

  private idsOf(recipient: ReminderRecipient, fact: ReminderFact): string[] {
    switch (recipient) {
      case 'owner':
        return [fact.ownerId];
      case 'deputy':
        return [this.people.get(fact.ownerId)?.deputyId ?? []].flat();
      case 'head':
        return this.headsAbove(fact);
      case 'leader':
        return this.ids(({ role }) => role === 'leader');
      case 'assignee':
        return this.ids(({ departmentId }) => departmentId === fact.assigneeId);
    }
  }

  /** The nearest heads above a record, other than its owner. */
  private headsAbove({ departmentId, ownerId }: ReminderFact): string[] {
    for (let at: string | null = departmentId; at; at = this.parents.get(at) ?? null) {
      const here = at;
      const heads = this.ids((person, id) => person.role === 'head' && person.departmentId === here && id !== ownerId);
      if (heads.length > 0) return heads;
    }
    return [];
  }

  private isAbove(above: string, { departmentId }: ReminderFact): boolean {
    for (let at: string | null = departmentId; at; at = this.parents.get(at) ?? null) if (at === above) return true;
    return false;
  }

  private ids(fits: (person: Person, id: string) => boolean): string[] {
    return [...this.people].filter(([id, person]) => fits(person, id)).map(([id]) => id);
  }

  /** Who gets what is for somebody: themselves, or on a day of their absence their deputy, at the deputy's own hour. */
  private presentFor(id: string, instant: (reader: Reader) => Date): Addressee | null {
    const person = this.people.get(id);
    if (!person) return null;
    const deputy = this.people.get(awayOn(person, instant)?.deputyId ?? '');
    if (!deputy || awayOn(deputy, instant)) return { reader: person.reader, insteadOf: null };
    return { reader: deputy.reader, insteadOf: id };
  }
}

const awayOn = (person: Person, instant: (reader: Reader) => Date) =>
  person.absences.length > 0 ? absenceOn(person, dateIn(instant(person.reader), person.reader.timeZone)) : undefined;

export const absenceOn = ({ absences }: Person, day: string): Person['absences'][number] | undefined =>
  absences.find(({ fromOn, toOn }) => fromOn <= day && day <= toOn);
