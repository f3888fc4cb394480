import { v7 as uuid } from 'uuid';
import { CompanyEntity, nameIndex } from '../companies';
import { ContactEntity } from '../contacts';
import { newRecord } from '../platform/database/record.entity';
import type { Transaction } from '../platform/database/unit-of-work';
import { dateIn } from '../platform/time';
import data from './companies.v1.json';
import type { Person } from './people';
import type { Random } from './random';

export interface SampleCompany {
  id: string;
  name: string;
  region: string;
  cluster: string;
  foreign: boolean;
  nodes: string[];
  contactId: string | null;
}

/** Titles only: no person is named. */
const titles = [
  ['海外事业部 联系人', '海外事业部经理'],
  ['投资部 联系人', '投资部主管'],
  ['中国业务 联系人', '中国业务负责人'],
  ['总经理办公室 联系人', '总经理助理'],
] as const;

const dialling: Record<string, string> = { KR: '+82', JP: '+81', US: '+1', DE: '+49', CN: '+86' };

/** The public companies with their facts, and for most of them a contact without a name. */
export async function insertCompanies(
  tx: Transaction,
  random: Random,
  ownerOf: (company: SampleCompany) => Person,
): Promise<SampleCompany[]> {
  const companies: SampleCompany[] = [];
  for (const { cluster, nodes, ...facts } of data.companies) {
    const id = uuid();
    const name = facts.nameZh ?? facts.nameLocal ?? facts.nameEn ?? '';
    const company: SampleCompany = {
      id,
      name,
      region: facts.region,
      cluster,
      foreign: facts.country !== 'CN',
      nodes,
      contactId: null,
    };
    const owner = ownerOf(company);
    const whose = { ownerId: owner.id, departmentId: owner.departmentId };
    await tx.manager.insert(CompanyEntity, { ...newRecord(id, whose, tx.now), ...facts, ...nameIndex(facts) });
    await tx.query('INSERT INTO company_clusters VALUES ($1, $2)', [id, cluster]);
    await tx.record('company.created', {
      subjectType: 'company',
      subjectId: id,
      companyId: id,
      actorId: owner.id,
      data: { sample: true },
    });
    if (random.chance(0.7)) company.contactId = await insertContact(tx, random, id, facts.country, whose);
    companies.push(company);
  }
  return companies;
}

async function insertContact(
  tx: Transaction,
  random: Random,
  companyId: string,
  country: string,
  whose: { ownerId: string; departmentId: string },
): Promise<string> {
  const id = uuid();
  const [name, title] = random.pick(titles);
  const phone = `${dialling[country] ?? '+49'} 555 ${random.between(1000, 9999)}`;
  // Of about every third.
  const phoneVerifiedOn = /[258]$/.test(phone) ? dateIn('Asia/Shanghai', tx.now) : null;
  await tx.manager.insert(ContactEntity, {
    ...newRecord(id, whose, tx.now),
    companyId,
    name,
    title,
    phone,
    phoneVerifiedOn,
  });
  await tx.record('contact.created', {
    subjectType: 'contact',
    subjectId: id,
    companyId,
    actorId: whose.ownerId,
    data: { sample: true },
  });
  return id;
}
