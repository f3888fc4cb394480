import type { Company, CompanyFacts } from '@torch/contracts';
import type * as z from 'zod';
import { nameFields } from '../company-names';
import { orNull } from '../../kit/merge';

type Facts = z.infer<typeof CompanyFacts>;

/** The form as typed: empty text instead of null. */
export interface CompanyDraft {
  nameZh: string;
  nameEn: string;
  nameLocal: string;
  registrationNumber: string;
  country: string;
  region: string;
  clusters: string[];
  tiers: string[];
  parent: { id: string; name: string } | null;
  website: string;
  address: string;
  profile: string;
}

export const blankCompany = (name = ''): CompanyDraft => ({
  nameZh: '',
  nameEn: '',
  nameLocal: '',
  registrationNumber: '',
  country: 'CN',
  region: '',
  clusters: [],
  tiers: [],
  parent: null,
  website: '',
  address: '',
  profile: '',
  ...(name && nameFields(name)),
});

export const companyDraftOf = (company: Company): CompanyDraft => ({
  nameZh: company.nameZh ?? '',
  nameEn: company.nameEn ?? '',
  nameLocal: company.nameLocal ?? '',
  registrationNumber: company.registrationNumber ?? '',
  country: company.country,
  region: company.region,
  clusters: company.clusters,
  tiers: company.tiers,
  parent: company.parentId ? { id: company.parentId, name: company.parentName ?? '' } : null,
  website: company.website ?? '',
  address: company.address ?? '',
  profile: company.profile ?? '',
});

export const companyFactsOf = (draft: CompanyDraft): Facts => ({
  nameZh: orNull(draft.nameZh),
  nameEn: orNull(draft.nameEn),
  nameLocal: orNull(draft.nameLocal),
  registrationNumber: orNull(draft.registrationNumber),
  country: draft.country,
  region: draft.region,
  clusters: draft.clusters,
  tiers: draft.tiers,
  parentId: draft.parent?.id ?? null,
  website: orNull(draft.website),
  address: orNull(draft.address),
  profile: orNull(draft.profile),
});
