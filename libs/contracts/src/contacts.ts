import * as z from 'zod';
import { DateText, Id, Instant, Name, PageQuery, pageOf, Search, StoredDate, Text, Version } from './fields';

const Phone = z
  .string()
  .trim()
  .regex(/^\+?\d[\d -]{4,24}$/);
const details = {
  name: Name,
  title: z.string().trim().max(200).nullable(),
  phone: Phone.nullable(),
  /** Day on which the phone was found right 电话已核实; a new number has to be verified again. */
  phoneVerifiedOn: DateText.nullable(),
  email: z.email().max(200).nullable(),
  wechat: z.string().trim().max(100).nullable(),
  notes: Text.nullable(),
};

export const ContactDetails = z.strictObject({ ...z.strictObject(details).partial().shape, name: Name });
export const CreateContact = ContactDetails.extend({ companyId: Id });
export type CreateContact = z.infer<typeof CreateContact>;
export const UpdateContact = z.strictObject({ ...z.strictObject(details).partial().shape, version: Version });
export type UpdateContact = z.infer<typeof UpdateContact>;

/** The whole record; opening it is logged. */
export const Contact = z.object({
  id: Id,
  version: Version,
  companyId: Id,
  companyName: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  phone: z.string().nullable(),
  phoneVerifiedOn: StoredDate.nullable(),
  email: z.string().nullable(),
  wechat: z.string().nullable(),
  notes: z.string().nullable(),
  ownerId: Id.nullable(),
  departmentId: Id.nullable(),
  createdAt: Instant,
});
export type Contact = z.infer<typeof Contact>;

/** In lists phone and mail address are masked: 138****5678. */
export const ContactSummary = Contact.omit({ wechat: true, notes: true });
export type ContactSummary = z.infer<typeof ContactSummary>;
export const ContactQuery = PageQuery.extend({
  q: Search.optional(),
  company: Id.optional(),
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('-createdAt'),
});
export type ContactQuery = z.infer<typeof ContactQuery>;
export const ContactPage = pageOf(ContactSummary);
