import { type FollowUp, Problem } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { FollowUpQueries, FollowUpService } from '../follow-ups';
import { lockRecord } from '../platform/database/records';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { VisitEntity } from './visit.entity';

/** Makes the next steps of a visit follow-ups. */
@Injectable()
export class NextStepService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly followUps: FollowUpService,
    private readonly queries: FollowUpQueries,
  ) {}

  /**
   * Makes a step a follow-up, due at nine in its owner's morning of that day. One that is a follow-up already answers
   * with it, so that a second click, or a colleague's, makes no second one; where that one was deleted, it is made anew.
   */
  make(actor: Actor, visitId: string, stepId: string): Promise<FollowUp> {
    return this.work.run(actor, 'visit.update', async (tx) => {
      const visit = await lockRecord(tx, VisitEntity, visitId, 'visit.read');
      const step = visit.nextSteps.find(({ id }) => id === stepId);
      if (!step) throw new Problem('not-found');
      const known = await tx.query('SELECT FROM follow_ups WHERE id = $1 AND deleted_at IS NULL', [step.followUpId]);
      if (step.followUpId && known.length > 0) return this.queries.one(step.followUpId, tx.manager);
      const [due] = await tx.query<{ at: Date }>(
        `SELECT ($1::date + time '09:00') AT TIME ZONE time_zone AS at FROM users WHERE id = $2`,
        [step.dueOn, step.ownerId ?? actor.id],
      );
      if (!due) throw Problem.field('rule-broken', 'ownerId', 'out-of-reach', 'choose somebody active');
      const followUpId = await this.followUps.insert(tx, actor, {
        title: step.what,
        dueAt: due.at.toISOString(),
        noticeMinutes: 0,
        note: null,
        leadId: visit.leadId,
        visitId,
        companyId: visit.companyId,
        ...(step.ownerId && { ownerId: step.ownerId }),
      });
      visit.nextSteps = visit.nextSteps.map((each) => (each.id === stepId ? { ...each, followUpId } : each));
      visit.version += 1;
      visit.updatedAt = tx.now;
      await tx.manager.save(visit);
      await tx.record('visit.updated', {
        subjectType: 'visit',
        subjectId: visitId,
        leadId: visit.leadId,
        companyId: visit.companyId,
        data: { stepId, followUpId },
      });
      return this.queries.one(followUpId, tx.manager);
    });
  }
}
