import * as z from 'zod';
import { CompanyFacts } from './companies';
import { ContactDetails } from './contacts';
import { Id } from './fields';
import { FollowUpFacts } from './follow-ups';
import { LeadFacts } from './leads';
import { CreateVisit } from './visits';

/**
 * One conversation, told on one screen: whom I met, what was said, what next and when.
 * Everything is written together or not at all. Give `companyId` or `company`;
 * `leadId`, `lead` or neither; likewise for the contact.
 */
export const QuickLog = z
  .strictObject({
    companyId: Id.optional(),
    company: CompanyFacts.extend({ distinctFrom: z.array(Id).max(50).default([]) }).optional(),
    leadId: Id.optional(),
    lead: LeadFacts.optional(),
    contactId: Id.optional(),
    contact: ContactDetails.optional(),
    visit: CreateVisit.omit({ companyId: true, leadId: true, contactIds: true }),
    followUp: FollowUpFacts.optional(),
  })
  .refine((log) => Boolean(log.companyId) !== Boolean(log.company), {
    path: ['companyId'],
    error: 'name a known company or describe a new one, not both',
  })
  .refine((log) => !(log.leadId && log.lead), {
    path: ['leadId'],
    error: 'name a known lead or describe a new one, not both',
  })
  .refine((log) => !(log.contactId && log.contact), {
    path: ['contactId'],
    error: 'name a known contact or describe a new one, not both',
  });
export type QuickLog = z.infer<typeof QuickLog>;

export const QuickLogResult = z.object({
  companyId: Id,
  leadId: Id.nullable(),
  contactId: Id.nullable(),
  visitId: Id,
  followUpId: Id.nullable(),
});
export type QuickLogResult = z.infer<typeof QuickLogResult>;
