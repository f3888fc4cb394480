import { computed, linkedSignal } from '@angular/core';

/** What is given up: the lead itself, or the deal for which it is listed. */
export type Lost = 'lead' | 'deal';

/** A lead of a list: by its title, it is named where it has to be. */
export interface Listed {
  id: string;
  title: string;
  /** Given up: whoever plans something for it means to take it up again. */
  lost?: Lost | undefined;
}

/** The leads of records, each once, under the title of the first of its records; given up where all of them are. */
export function leadsOf(
  records: readonly { leadId: string | null; title: string; lost?: Lost | undefined }[],
): Listed[] {
  const leads = new Map<string, Listed>();
  for (const { leadId, title, lost } of records) {
    if (!leadId) continue;
    const { title: first, lost: before } = leads.get(leadId) ?? { title, lost };
    const still = lost && before;
    leads.set(leadId, { id: leadId, title: first, ...(still && { lost: still }) });
  }
  return [...leads.values()];
}

/** The most that can be planned for at once. */
export const atMost = 100;

/**
 * Which leads of a list are chosen. Whoever asks another question chooses anew: nothing is planned for what is not on screen.
 * @param question what the list answers
 * @param listed as the list has them now
 */
export function chosenLeads(question: () => unknown, listed: () => readonly Listed[]) {
  const ids = linkedSignal<unknown, readonly string[]>({ source: question, computation: () => [] });
  const leads = computed(() => listed().filter(({ id }) => ids().includes(id)));
  const since = () => linkedSignal<unknown, ReadonlySet<string>>({ source: question, computation: () => new Set() });
  /** Since the question was asked: for which it was tried to plan something, and which got it. */
  const [tried, got] = [since(), since()];
  const most = computed(() => {
    const fresh = listed().filter(({ id }) => !tried().has(id));
    return (fresh.length > 0 ? fresh : listed()).slice(0, atMost);
  });
  return {
    leads,
    /** How many there are to choose. */
    listed: computed(() => listed().length),
    hasAll: computed(() => most().length > 0 && most().every(({ id }) => ids().includes(id))),
    has: (id: string) => ids().includes(id),
    choose: (id: string, chosen: boolean) =>
      ids.update((all) => [...all.filter((each) => each !== id), ...(chosen ? [id] : [])].slice(0, atMost)),
    /** All that are on screen: those first for which nothing was planned yet, so that nobody gets the same twice. */
    all: () => ids.set(most().map(({ id }) => id)),
    only: (some: readonly string[]) => ids.set(some),
    /** Whether something was planned for it from this list already. */
    got: (id: string) => got().has(id),
    /**
     * These had their turn: they are chosen no more.
     * @param planned those of them that got something
     */
    tried: (some: readonly string[], planned: readonly string[]) => {
      tried.update((before) => new Set([...before, ...some]));
      got.update((before) => new Set([...before, ...planned]));
      ids.update((all) => all.filter((id) => !some.includes(id)));
    },
  };
}
export type ChosenLeads = ReturnType<typeof chosenLeads>;
