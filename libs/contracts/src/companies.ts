import * as z from 'zod';
import {
  Code,
  Country,
  Id,
  Instant,
  Name,
  PageQuery,
  pageOf,
  Search,
  Text,
  Version,
  listOf,
  StoredDate,
} from './fields';

const names = { nameZh: Name.nullable(), nameEn: Name.nullable(), nameLocal: Name.nullable() };

const facts = {
  ...names,
  /** 统一社会信用代码, 사업자등록번호, 法人番号 or what the country uses; its check digit is verified. */
  registrationNumber: z.string().trim().min(4).max(40).nullable(),
  country: Country,
  region: Code,
  clusters: z.array(Code).max(20),
  tiers: z.array(Code).max(20),
  /** The group's parent company. */
  parentId: Id.nullable(),
  website: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .nullable(),
  address: z.string().trim().max(500).nullable(),
  profile: Text.nullable(),
};

/** One name at least, in any language. */
const hasName = (company: { nameZh?: string | null; nameEn?: string | null; nameLocal?: string | null }) =>
  Boolean(company.nameZh ?? company.nameEn ?? company.nameLocal);

export const CompanyFacts = z.strictObject({
  ...z.strictObject(facts).partial().shape,
  country: Country,
  region: Code,
});

export const CreateCompany = CompanyFacts.extend({
  /** Companies with similar names which the user has looked at and found to be others. */
  distinctFrom: z.array(Id).max(50).default([]),
}).refine(hasName, { path: ['nameZh'], error: 'give the name in at least one language' });
export type CreateCompany = z.infer<typeof CreateCompany>;

export const UpdateCompany = z.strictObject({
  ...z.strictObject(facts).partial().shape,
  version: Version,
  distinctFrom: z.array(Id).max(50).default([]),
});
export type UpdateCompany = z.infer<typeof UpdateCompany>;

/** How a company that has landed is looked after. */
export const Aftercare = z.object({
  landedOn: StoredDate,
  managerId: Id,
  managerName: z.string(),
  managerDepartmentId: Id,
  /** False while whose deal brought it looks after it, and nobody was appointed. */
  appointed: z.boolean(),
  lastContactAt: Instant,
  openProblems: z.int(),
});
export type Aftercare = z.infer<typeof Aftercare>;

/** Who looks after a landed company from now on; null leaves it to whose deal brought it. */
export const AppointManager = z.strictObject({ version: Version, managerId: Id.nullable() });
export type AppointManager = z.infer<typeof AppointManager>;

export const Company = z.object({
  id: Id,
  version: Version,
  /** The name to show: Chinese, else local, else English. */
  name: z.string(),
  ...names,
  registrationNumber: z.string().nullable(),
  country: z.string(),
  region: z.string(),
  clusters: z.array(z.string()),
  tiers: z.array(z.string()),
  parentId: Id.nullable(),
  parentName: z.string().nullable(),
  website: z.string().nullable(),
  address: z.string().nullable(),
  profile: z.string().nullable(),
  /** False while the facts are general knowledge that nobody has confirmed. */
  confirmed: z.boolean(),
  ownerId: Id.nullable(),
  ownerName: z.string().nullable(),
  departmentId: Id.nullable(),
  /** Null for one that has not landed; confidential deals are no landing. */
  aftercare: Aftercare.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Company = z.infer<typeof Company>;

export const companySorts = ['name', '-name', 'createdAt', '-createdAt'] as const;
export const CompanyQuery = PageQuery.extend({
  q: Search.optional(),
  cluster: listOf(Code).optional(),
  region: listOf(Code).optional(),
  tier: listOf(Code).optional(),
  owner: Id.optional(),
  landed: z.stringbool().optional(),
  /** Who looks after the landed company. */
  manager: Id.optional(),
  /** Landed, and without contact for so many days. */
  staleDays: z.coerce.number().int().min(1).max(3_650).optional(),
  sort: z.enum(companySorts).default('-createdAt'),
});
export type CompanyQuery = z.infer<typeof CompanyQuery>;
export const CompanyPage = pageOf(Company);

/** While a name is typed: companies that may be the same one. */
export const SimilarQuery = z.strictObject({ name: Name, except: Id.optional() });
export type SimilarQuery = z.infer<typeof SimilarQuery>;
export const SimilarCompany = z.object({
  id: Id,
  name: z.string(),
  country: z.string(),
  region: z.string(),
  registrationNumber: z.string().nullable(),
  /** 0 to 1; 1 is the same name but for its legal form. */
  similarity: z.number(),
});
export type SimilarCompany = z.infer<typeof SimilarCompany>;
export const SimilarCompanies = z.object({ items: z.array(SimilarCompany) });
