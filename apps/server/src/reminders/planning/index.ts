export type { Basis } from './basis';
export { BasisLoader } from './basis-loader';
export { readFacts } from './facts';
export { ReminderPlanner } from './planner';
export { type Cause, causeKey, standingOf } from './standing';
