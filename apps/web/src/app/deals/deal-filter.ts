import { computed, type Signal } from '@angular/core';

/** What list and board are narrowed by alike, as it stands in the address bar. */
export interface DealFilterInputs {
  q: Signal<string | undefined>;
  cluster: Signal<string | undefined>;
  region: Signal<string | undefined>;
  owner: Signal<string | undefined>;
  flagged: Signal<string | undefined>;
}

/** Names of the filters in the address bar, which list and board hand to each other. */
export const dealFilters = ['q', 'cluster', 'region', 'owner', 'flagged'] as const;

/** The same as a query to the server. */
export const dealQuery = (inputs: DealFilterInputs) =>
  computed(() => ({
    q: inputs.q()?.trim() || undefined,
    cluster: inputs.cluster() || undefined,
    region: inputs.region() || undefined,
    owner: inputs.owner() || undefined,
    flagged: inputs.flagged() === 'true' || undefined,
  }));
