import { Problem, type Review, type Scorecard, type SubmitScorecard } from '@torch/contracts';
import { type Actor, cardTotal, changesBetween, reviewResult, type ScoreFlaw, scoreFlaws } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { DealQueries, lockDeal } from '../deals';
import { LeadService } from '../leads';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';

type Card = Omit<Scorecard, 'total'> & { scores: NonNullable<Scorecard['scores']> };

@Injectable()
export class ScorecardService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly deals: DealQueries,
    private readonly leads: LeadService,
    private readonly config: Config,
  ) {}

  /** The result of the review, and its cards; a reviewer sees the others' points once their own stand. */
  async read(actor: Actor, dealId: string): Promise<Review> {
    await this.deals.visible(actor, dealId);
    return this.review(actor, dealId, this.db.manager);
  }

  /** Fills a card; a reviewer's newer one stands, with its reason, in the place of the older, which is kept. */
  submit(actor: Actor, dealId: string, { scores, conclusion, reason }: SubmitScorecard): Promise<Review> {
    return this.work.run(actor, 'scorecard.write', async (tx) => {
      const { leadId, companyId } = await lockDeal(tx, dealId, 'deal.read');
      const indicators = await tx.query<Card['indicators'][number]>(
        `SELECT code, name_zh AS "nameZh", name_en AS "nameEn", weight, vetoable FROM indicators
         WHERE NOT retired AND (weight > 0 OR vetoable) ORDER BY position, code FOR SHARE`,
      );
      const flaws = scoreFlaws(indicators, scores);
      if (flaws.length > 0) throw refusal(flaws);
      const vetoes = Object.keys(scores).filter((code) => scores[code]?.veto);
      const round = (await this.setAside(tx, actor, dealId, reason)) + 1;
      await tx.query(
        `INSERT INTO scorecards (id, deal_id, reviewer_id, round, reason, indicators, scores, vetoed, conclusion, submitted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          uuid(),
          dealId,
          actor.id,
          round,
          round > 1 ? reason : null,
          JSON.stringify(indicators),
          JSON.stringify(scores),
          vetoes.length > 0,
          conclusion,
          tx.now,
        ],
      );
      const given = { score: cardTotal(indicators, scores) / 100, vetoes, conclusion };
      const changes = changesBetween(null, round > 1 ? { ...given, reason } : given);
      await tx.record('deal.scored', { subjectType: 'deal', subjectId: dealId, leadId, companyId, changes });
      await this.leads.noteEvidence(tx, leadId);
      return this.review(actor, dealId, tx.manager);
    });
  }

  /**
   * Sets the reviewer's standing card aside for a newer one. The deal is locked: of two at once, one is the later.
   * @returns the round of that card; 0 when there is none
   */
  private async setAside(tx: Transaction, actor: Actor, dealId: string, reason: string | null): Promise<number> {
    const [standing] = await tx.query<{ id: string; round: number }>(
      'SELECT id, round FROM scorecards WHERE deal_id = $1 AND reviewer_id = $2 AND NOT superseded',
      [dealId, actor.id],
    );
    if (!standing) return 0;
    if (!reason) throw Problem.field('rule-broken', 'reason', 'reason-missing', 'say why you judge anew');
    await tx.query('UPDATE scorecards SET superseded = true WHERE id = $1', [standing.id]);
    return standing.round;
  }

  private async review(actor: Actor, dealId: string, manager: EntityManager): Promise<Review> {
    const cards: Card[] = await manager.query(
      `SELECT s.id, s.reviewer_id AS "reviewerId", u.display_name AS "reviewerName", s.submitted_at AS "submittedAt",
              s.round, s.reason, s.indicators, s.scores, s.conclusion
       FROM scorecards s JOIN users u ON u.id = s.reviewer_id WHERE s.deal_id = $1 AND NOT s.superseded ORDER BY s.submitted_at`,
      [dealId],
    );
    // Heads and leaders see every card at once: they answer for the review as a whole.
    const open = actor.role !== 'officer' || cards.some(({ reviewerId }) => reviewerId === actor.id);
    const passFrom = this.config.settings.REVIEW_PASS_FROM;
    return {
      ...reviewResult(cards, passFrom),
      passFrom,
      cards: cards.map((card) => ({
        ...card,
        scores: open ? card.scores : null,
        conclusion: open ? card.conclusion : null,
        reason: open ? card.reason : null,
        total: open ? cardTotal(card.indicators, card.scores) / 100 : null,
      })),
    };
  }
}

const sentences: Record<ScoreFlaw['code'], string> = {
  weights: 'the weights of the indicators do not make a hundred; the administrator has to mend them',
  missing: 'give points',
  unknown: 'there is no such indicator',
  points: 'give 0 to 100 points',
  'not-vetoable': 'this indicator stops no deal',
  'veto-unexplained': 'say why this stops the deal',
};

const refusal = (flaws: readonly ScoreFlaw[]): Problem => {
  const errors = flaws.map((flaw) => ({
    path: flaw.code === 'weights' ? 'scores' : `scores.${flaw.indicator}`,
    code: flaw.code,
    message: sentences[flaw.code],
  }));
  return new Problem('rule-broken', { detail: errors.map(({ message }) => message).join('; '), errors });
};
