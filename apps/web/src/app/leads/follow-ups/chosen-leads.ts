import { computed, linkedSignal } from '@angular/core';

/** A lead of a list: by its title, it is named where it has to be. */
interface Listed {
  id: string;
  title: string;
}

/** The leads of records, each once, under the title of the first of its records. */
export function leadsOf(records: readonly { leadId: string | null; title: string }[]): Listed[] {
  const titles = new Map<string, string>();
  for (const { leadId, title } of records) if (leadId && !titles.has(leadId)) titles.set(leadId, title);
  return [...titles].map(([id, title]) => ({ id, title }));
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
  return {
    leads,
    has: (id: string) => ids().includes(id),
    choose: (id: string, chosen: boolean) =>
      ids.update((all) => [...all.filter((each) => each !== id), ...(chosen ? [id] : [])].slice(0, atMost)),
    /** All that are on screen. */
    all: () =>
      ids.set(
        listed()
          .slice(0, atMost)
          .map(({ id }) => id),
      ),
    only: (some: readonly string[]) => ids.set(some),
  };
}
export type ChosenLeads = ReturnType<typeof chosenLeads>;
