import type { ChainGap } from '@torch/domain';
import type { Transaction } from '../platform/database/unit-of-work';
import { insertAbsence } from './absences';
import { type SampleCompany, insertCompanies } from './companies';
import { insertLead, type LeadPlan } from './leads';
import { insertMoney } from './money';
import { insertStaff, type Person, type SignInLine } from './people';
import { insertProblems } from './problems';
import { insertPromises } from './promises';
import { insertProtection } from './protection';
import { Random } from './random';
import { insertReviews } from './reviews';
import { insertTargets } from './targets';
import { insertTours } from './tours';

const seed = 5321;
const leadCount = 400;
const day = 86_400_000;

/**
 * A believable zone: the public companies, some four hundred leads over three years, their visits,
 * and follow-ups around today. The same for the same seed but for passwords; dates count from the day it is loaded.
 */
export async function loadSample(tx: Transaction, { reserved }: { reserved?: string }): Promise<SignInLine[]> {
  const random = new Random(seed);
  const { officers, signIns } = await insertStaff(tx, reserved);
  await insertAbsence(tx, officers);
  const ownerOf = (company: SampleCompany, byCluster: boolean): Person => {
    const regional = officers.get(company.region) ?? officers.get('home');
    return (byCluster ? officers.get(company.cluster) : regional) as Person;
  };
  const companies = await insertCompanies(tx, random, (company) => ownerOf(company, false));
  const gaps = new Map(
    (
      await tx.query<{ code: string; gap: ChainGap | null; name_zh: string }>(
        'SELECT code, gap, name_zh FROM chain_nodes',
      )
    ).map((node) => [node.code, node]),
  );
  for (let index = 0; index < leadCount; index++) {
    const company = random.pick(companies);
    const node = gaps.get(random.pick(company.nodes.length > 0 ? company.nodes : [...gaps.keys()]));
    const plan: LeadPlan = {
      company,
      owner: ownerOf(company, random.chance(0.4)),
      node: node?.code ?? null,
      gap: node?.gap ?? null,
      subject: node?.name_zh ?? '投资合作',
      // More of them lately: a bureau's pipeline grows, and old leads are closed.
      createdAt: new Date(tx.now.getTime() - Math.floor(random.next() ** 1.6 * 3 * 365 * day)),
    };
    await insertLead(tx, random, plan);
  }
  await insertMoney(tx);
  await insertReviews(tx, random);
  await insertProtection(tx);
  await insertPromises(tx, random);
  await insertTours(tx);
  await insertProblems(tx);
  await insertTargets(tx);
  return signIns;
}
