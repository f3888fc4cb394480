import type { PlanFollowUps } from '@torch/contracts';

/**
 * Keys by which the server knows an attempt again: whoever got no answer, and plans the same once more for the same leads,
 * plans nothing a second time, though the form was closed in between. Anything else is another plan.
 */
export class AttemptKeys {
  private readonly keys = new Map<string, string>();

  constructor(private readonly newKey: () => string = () => crypto.randomUUID()) {}

  of(plan: PlanFollowUps): string {
    const known = this.keys.get(nameOf(plan));
    if (known !== undefined) return known;
    const key = this.newKey();
    this.keys.set(nameOf(plan), key);
    return key;
  }

  answered(plan: PlanFollowUps): void {
    this.keys.delete(nameOf(plan));
  }
}

/** The leads in one order, whatever that of the list is by now: the server knows an attempt by all that is sent. */
export const inOrder = (plan: PlanFollowUps): PlanFollowUps => ({ ...plan, leadIds: [...plan.leadIds].sort() });

const nameOf = (plan: PlanFollowUps): string => JSON.stringify(inOrder(plan));
