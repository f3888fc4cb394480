import {
  type CreateOffer,
  type MoveOffer,
  type Offer,
  Problem,
  type ReviewOffer,
  type UpdateOffer,
} from '@torch/contracts';
import { type Actor, changesBetween, type OfferObstacle, type OfferState, reviewObstacles } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { exact, lockDeal } from '../deals';
import { LeadService, lockLead } from '../leads';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { OfferJudges } from './offer-judges';
import { type HeldOffer, OfferQueries } from './offer.queries';

const facts = ['kind', 'what', 'amount', 'legalBasis', 'tiedToTax', 'forOneCompany'] as const;

@Injectable()
export class OfferService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: OfferQueries,
    private readonly leads: LeadService,
    private readonly judges: OfferJudges,
  ) {}

  create(actor: Actor, dealId: string, input: CreateOffer): Promise<Offer> {
    return this.work.run(actor, 'offer.create', async (tx) => {
      const { leadId, companyId } = await lockDeal(tx, dealId, 'deal.read');
      const id = uuid();
      const { kind, what, amount = null, legalBasis = null, tiedToTax = false, forOneCompany = false } = input;
      await tx.query(
        `INSERT INTO offers (id, deal_id, kind, what, amount, currency, legal_basis, tied_to_tax, for_one_company, author_id, authors)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ARRAY[$10::uuid])`,
        [
          id,
          dealId,
          kind,
          what,
          amount?.amount,
          amount?.currency,
          legalBasis || null,
          tiedToTax,
          forOneCompany,
          actor.id,
        ],
      );
      const changes = changesBetween(null, { kind, what, amount, legalBasis, tiedToTax, forOneCompany });
      await tx.record('offer.created', { subjectType: 'offer', subjectId: id, leadId, companyId, changes });
      await this.leads.noteEvidence(tx, leadId);
      return this.queries.one(actor, id, tx.manager);
    });
  }

  /** Changes an offer; a judgement that was made of other words no longer holds. */
  update(actor: Actor, id: string, { version, ...input }: UpdateOffer): Promise<Offer> {
    return this.work.run(actor, 'offer.update', async (tx) => {
      const offer = await this.lock(tx, actor, id, version);
      const before = Object.fromEntries(facts.map((name) => [name, offer[name]]));
      const after = {
        ...offer,
        ...input,
        amount:
          input.amount === undefined
            ? offer.amount
            : input.amount && { ...input.amount, amount: exact(input.amount.amount) },
        legalBasis: (input.legalBasis === undefined ? offer.legalBasis : input.legalBasis) || null,
      };
      const changes = changesBetween(before, Object.fromEntries(facts.map((name) => [name, after[name]])));
      if (Object.keys(changes).length === 0) return offer;
      const state: OfferState = offer.state === 'withdrawn' ? 'withdrawn' : 'draft';
      await tx.query(
        `UPDATE offers SET kind = $2, what = $3, amount = $4, currency = $5, legal_basis = $6, tied_to_tax = $7,
           for_one_company = $8, state = $9, authors = CASE WHEN $10 = ANY(authors) THEN authors ELSE authors || $10::uuid END,
           reviewer_id = NULL, reviewed_at = NULL, review_note = NULL, version = version + 1, updated_at = now() WHERE id = $1`,
        [
          id,
          after.kind,
          after.what,
          after.amount?.amount,
          after.amount?.currency,
          after.legalBasis,
          after.tiedToTax,
          after.forOneCompany,
          state,
          actor.id,
        ],
      );
      return this.done(tx, actor, offer, 'offer.updated', {
        ...changes,
        ...changesBetween({ state: offer.state }, { state }),
      });
    });
  }

  /** Hands an offer to somebody else's judgement, or takes it off the table. */
  move(actor: Actor, id: string, { version, state }: MoveOffer): Promise<Offer> {
    return this.work.run(actor, 'offer.update', async (tx) => {
      const offer = await this.lock(tx, actor, id, version);
      if (offer.state === 'withdrawn' || (state === 'in_review' && offer.state !== 'draft'))
        throw Problem.field('rule-broken', 'state', 'not-on-the-road', 'the offer cannot move there');
      await tx.query('UPDATE offers SET state = $2, version = version + 1, updated_at = now() WHERE id = $1', [
        id,
        state,
      ]);
      const type = state === 'withdrawn' ? 'offer.withdrawn' : 'offer.updated';
      return this.done(tx, actor, offer, type, { state: [offer.state, state] });
    });
  }

  /** Judges an offer by fair competition (公平竞争审查). */
  review(actor: Actor, id: string, { version, outcome, note }: ReviewOffer): Promise<Offer> {
    return this.work.run(actor, 'offer.review', async (tx) => {
      const offer = await this.lock(tx, actor, id, version);
      const facts = { state: offer.state, hasLegalBasis: Boolean(offer.legalBasis), authors: offer.authors };
      const [obstacle] = reviewObstacles(facts, actor.id, outcome);
      if (obstacle) throw Problem.field('rule-broken', 'outcome', obstacle, sentences[obstacle]);
      await tx.query(
        `UPDATE offers SET state = $2, reviewer_id = $3, reviewed_at = $4, review_note = $5, version = version + 1,
           updated_at = now() WHERE id = $1`,
        [id, outcome, actor.id, tx.now, note],
      );
      return this.done(tx, actor, offer, 'offer.reviewed', { state: [offer.state, outcome], reviewNote: [null, note] });
    });
  }

  private async lock(tx: Transaction, actor: Actor, id: string, version: number): Promise<HeldOffer> {
    await lockLead(tx, '(SELECT d.lead_id FROM offers o JOIN deals d ON d.id = o.deal_id WHERE o.id = $1)', id);
    await tx.query('SELECT FROM offers WHERE id = $1 FOR UPDATE', [id]);
    const offer = await this.queries.one(actor, id, tx.manager);
    tx.demand(offer, 'offer.read');
    await demandVersion(offer, version, () => Promise.resolve(offer));
    return offer;
  }

  private async done(
    tx: Transaction,
    actor: Actor,
    offer: HeldOffer,
    type: 'offer.updated' | 'offer.reviewed' | 'offer.withdrawn',
    changes: ReturnType<typeof changesBetween>,
  ): Promise<Offer> {
    const { id, leadId, companyId } = offer;
    await tx.record(type, { subjectType: 'offer', subjectId: id, leadId, companyId, changes });
    await this.leads.noteEvidence(tx, leadId);
    const after = await this.queries.one(actor, id, tx.manager);
    if (after.state === 'in_review') await this.judges.ask(tx, after);
    else if (offer.state === 'in_review') await this.judges.settled(tx, after);
    return after;
  }
}

const sentences: Record<OfferObstacle, string> = {
  'not-in-review': 'the offer is not in review',
  'same-person': 'whoever made or changed an offer does not judge it',
  'legal-basis-missing': 'an offer without a legal basis cannot be approved',
};
