import { type ConcealDeal, type Deal, Problem } from '@torch/contracts';
import { type Actor, changesBetween, reachOf, roles } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { titleText } from '../companies';
import { FollowUpService } from '../follow-ups';
import { LeadEntity, LeadService } from '../leads';
import { lockRecord } from '../platform/database/records';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { DealQueries } from './deal.queries';
import { lockDeal } from './lock-deal';

/** Makes a deal the matter of named people, or opens it again. */
@Injectable()
export class DealConcealment {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: DealQueries,
    private readonly followUps: FollowUpService,
    private readonly leads: LeadService,
  ) {}

  /**
   * The names are kept on the lead: its other deals, visits, follow-ups and documents vanish with it. Follow-ups of people
   * who are not named go to the owner, since nobody may be reminded of what does not exist for them.
   */
  set(actor: Actor, id: string, { version, codename, people }: ConcealDeal): Promise<Deal> {
    return this.work.run(actor, 'deal.conceal', async (tx) => {
      const deal = await lockDeal(tx, id, 'deal.read');
      await demandVersion(deal, version, () => this.queries.one(id, tx.manager));
      const lead = await lockRecord(tx, LeadEntity, deal.leadId, 'lead.read');
      const before = { codename: lead.codename, confidentialTo: lead.confidentialTo };
      const named = codename === null ? null : [...new Set([lead.ownerId, ...people])].sort();
      // Whoever is named already stays so until taken off, also after leaving.
      if (named)
        await demandReaders(
          tx,
          named.filter((id) => !before.confidentialTo?.includes(id)),
        );
      const after = { codename, confidentialTo: named };
      const changes = changesBetween(before, after);
      if (Object.keys(changes).length === 0) return this.queries.one(id, tx.manager);
      Object.assign(lead, after, {
        codenameText: codename && titleText(codename),
        version: lead.version + 1,
        updatedAt: tx.now,
      });
      Object.assign(deal, { version: deal.version + 1, updatedAt: tx.now });
      await tx.manager.save([lead, deal]);
      const about = { leadId: lead.id, companyId: lead.companyId };
      await tx.record('lead.concealed', { subjectType: 'lead', subjectId: lead.id, ...about, changes });
      await tx.record('deal.updated', {
        subjectType: 'deal',
        subjectId: id,
        ...about,
        changes: changesBetween({ confidential: before.codename !== null }, { confidential: codename !== null }),
      });
      if (named) {
        await this.followUps.keepAmong(tx, lead.id, named, lead);
        await this.leads.noteConcealment(tx, lead, named);
      }
      return this.queries.one(id, tx.manager);
    });
  }
}

/** @throws Problem `rule-broken` when somebody named could not read deals at all */
async function demandReaders(tx: Transaction, ids: readonly string[]): Promise<void> {
  const readers = roles.filter((role) => reachOf(role, 'deal.read') !== null);
  const known = await tx.query<{ id: string }>(
    'SELECT id FROM users WHERE id = ANY($1) AND active AND role = ANY($2)',
    [ids, readers],
  );
  const unknown = ids.filter((id) => !known.some((user) => user.id === id));
  if (unknown.length > 0)
    throw Problem.field('rule-broken', 'people', 'unknown', 'choose active people who work with deals');
}
