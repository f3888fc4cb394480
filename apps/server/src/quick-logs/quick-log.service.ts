import { Problem, type QuickLog, type QuickLogResult } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { CompanyService } from '../companies';
import { ContactService } from '../contacts';
import { FollowUpService } from '../follow-ups';
import { LeadService } from '../leads';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { asProblem } from '../platform/http/problem.filter';
import { VisitService } from '../visits';

/** The services of one conversation; together they are one act. */
@Injectable()
export class QuickLogService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly companies: CompanyService,
    private readonly contacts: ContactService,
    private readonly leads: LeadService,
    private readonly visits: VisitService,
    private readonly followUps: FollowUpService,
  ) {}

  /** Writes company, contact, lead, visit and follow-up together, or nothing. */
  log(actor: Actor, input: QuickLog): Promise<QuickLogResult> {
    return this.work.run(actor, 'visit.create', async (tx) => {
      const companyId = input.companyId ?? (await this.newCompany(tx, actor, input));
      const contactId =
        input.contactId ??
        (input.contact ? await at('contact', this.contacts.insert(tx, actor, { ...input.contact, companyId })) : null);
      const leadId =
        input.leadId ??
        (input.lead ? await at('lead', this.leads.insert(tx, actor, { ...input.lead, companyId })) : null);
      const contactIds = contactId ? [contactId] : [];
      const visitId = await at(
        'visit',
        this.visits.insert(tx, actor, { ...input.visit, companyId, leadId, contactIds }),
      );
      const followUpId = input.followUp
        ? await at('followUp', this.followUps.insert(tx, actor, { ...input.followUp, leadId, companyId, visitId }))
        : null;
      return { companyId, leadId, contactId, visitId, followUpId };
    });
  }

  private newCompany(tx: Transaction, actor: Actor, { company }: QuickLog): Promise<string> {
    if (!company)
      throw Problem.field('malformed', 'companyId', 'required', 'name a known company or describe a new one');
    if (!(company.nameZh ?? company.nameEn ?? company.nameLocal))
      throw Problem.field('malformed', 'company.nameZh', 'required', 'give the name in at least one language');
    return at('company', this.companies.insert(tx, actor, company));
  }
}

/** Objections of a part name the field where the user finds it: `company.registrationNumber`. */
async function at<T>(part: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (failure) {
    const error = asProblem(failure);
    if (error.type === 'internal' || !error.extra.errors) throw failure;
    const shared = new Set(['companyId', 'leadId', 'visitId', 'contactIds']);
    const errors = error.extra.errors.map((each) =>
      shared.has(each.path) ? each : { ...each, path: `${part}.${each.path}` },
    );
    throw new Problem(error.type, { ...error.extra, errors });
  }
}
