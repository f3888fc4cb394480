import { Problem, type SetPlan } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { exact, lockDeal } from '../deals';
import { UnitOfWork } from '../platform/database/unit-of-work';

interface Plan {
  id: string;
  version: number;
  amount: string;
  currency: string;
}

/** What is planned of a kind for each year of a deal: one plan per kind and year. */
@Injectable()
export class PlanService {
  constructor(private readonly work: UnitOfWork) {}

  /**
   * Sets a plan, changes it, or takes it back.
   * @throws Problem `stale` with the plan as it stands in `current`, null for one that is gone
   */
  set(actor: Actor, dealId: string, { kind, year, planned, version }: SetPlan): Promise<void> {
    return this.work.run(actor, 'fund.update', async (tx) => {
      const { leadId, companyId } = await lockDeal(tx, dealId, 'deal.read');
      const [plan] = await tx.query<Plan>(
        'SELECT id, version, amount::text, currency FROM investment_plans WHERE deal_id = $1 AND kind = $2 AND year = $3',
        [dealId, kind, year],
      );
      if ((plan?.version ?? null) !== version)
        throw new Problem('stale', {
          detail: 'the plan was changed meanwhile; look at its present state in `current`',
          current: plan ?? null,
        });
      const money = planned && { ...planned, amount: exact(planned.amount) };
      if (money?.amount === '0.00')
        throw Problem.field('rule-broken', 'planned', 'not-positive', 'the amount must be above 0');
      if (money?.amount === plan?.amount && money?.currency === plan?.currency) return;
      if (!money) await tx.query('DELETE FROM investment_plans WHERE id = $1', [plan?.id]);
      else
        await tx.query(
          `INSERT INTO investment_plans (id, deal_id, kind, year, amount, currency) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (deal_id, kind, year) DO UPDATE SET amount = excluded.amount, currency = excluded.currency,
             version = investment_plans.version + 1, updated_at = now()`,
          [uuid(), dealId, kind, year, money.amount, money.currency],
        );
      const told = (each: { amount: string; currency: string } | null | undefined) =>
        each ? [kind, String(year), { amount: each.amount, currency: each.currency }] : null;
      await tx.record('deal.updated', {
        subjectType: 'deal',
        subjectId: dealId,
        leadId,
        companyId,
        changes: { plan: [told(plan), told(money)] },
      });
    });
  }
}
