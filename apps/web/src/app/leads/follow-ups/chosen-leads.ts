import { computed, linkedSignal } from '@angular/core';

/** A lead of a list: by its title, it is named where it has to be. */
interface Listed {
  id: string;
  title: string;
  /** Given up: whoever plans something for it means to take it up again. */
  lost?: boolean;
}

/** The leads of records, each once, under the title of the first of its records. */
export function leadsOf(records: readonly { leadId: string | null; title: string; lost?: boolean }[]): Listed[] {
  const leads = new Map<string, Listed>();
  for (const { leadId, title, lost } of records)
    if (leadId && !leads.has(leadId)) leads.set(leadId, { id: leadId, title, ...(lost && { lost }) });
  return [...leads.values()];
}

/** The most that can be planned for at once. */
const atMost = 100;

/**
 * Which leads of a list are chosen. Whoever asks another question chooses anew: nothing is planned for what is not on screen.
 * @param question what the list answers
 * @param listed as the list has them now
 */
export function chosenLeads(question: () => unknown, listed: () => readonly Listed[]) {
  const ids = linkedSignal<unknown, readonly string[]>({ source: question, computation: () => [] });
  const leads = computed(() => listed().filter(({ id }) => ids().includes(id)));
  const most = computed(() => listed().slice(0, atMost));
  return {
    leads,
    /** How many there are to choose. */
    listed: computed(() => listed().length),
    hasAll: computed(() => most().length > 0 && most().every(({ id }) => ids().includes(id))),
    has: (id: string) => ids().includes(id),
    choose: (id: string, chosen: boolean) =>
      ids.update((all) => [...all.filter((each) => each !== id), ...(chosen ? [id] : [])].slice(0, atMost)),
    /** All that are on screen. */
    all: () => ids.set(most().map(({ id }) => id)),
    only: (some: readonly string[]) => ids.set(some),
  };
}
export type ChosenLeads = ReturnType<typeof chosenLeads>;
