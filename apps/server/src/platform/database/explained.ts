import { explained as foundation } from './migrations/1764000000000-foundation';
import { explainedDeals } from './migrations/1764500000000-deals';

/** Every table whose rows must be explained by an event, as the migrations made their triggers. */
export const explained: typeof foundation = { ...foundation, ...explainedDeals };
