import { addMonths, type DealStage, dealStages, rankOf, registrationFlaw } from '@torch/domain';
import { v7 as uuid } from 'uuid';
import type { DealEntity } from '../deals';
import type { Transaction } from '../platform/database/unit-of-work';
import type { Random } from './random';

/** Stages between the talks and the building, each in turn. */
const earlier = ['review', 'signed', 'registered', 'filed'] as const;

/** The stage at which an older deal of the sample has arrived; null for one that is still being talked about. */
export function landedStage(random: Random, number: number, ageInDays: number): DealStage | null {
  if (ageInDays < 30 || !random.chance(0.6)) return null;
  const roll = random.next();
  if (ageInDays < 180 || roll > 0.7) return earlier[number % earlier.length] ?? null;
  if (ageInDays > 360 && roll < 0.35) return 'at_capacity';
  return ageInDays > 240 && roll < 0.75 ? 'production' : 'construction';
}

/** The division of GB/T 4754 in which most of a cluster's companies are. */
const industries: Partial<Record<string, string>> = { ELE: 'C39', EQP: 'C35', FSH: 'C18', MAT: 'C26', MED: 'C27' };

interface Landing {
  stage: DealStage;
  number: number;
  /** Day on which each stage was entered. */
  on: (stage: DealStage) => string;
  money: { investmentAmount: string | null; investmentCurrency: string | null };
  foreign: boolean;
  cluster: string;
}

/** What a deal has shown on its road, all of it made up: the papers' names say that they are samples. */
export function landedFacts(
  random: Random,
  { stage, number, on, money, foreign, cluster }: Landing,
): Partial<DealEntity> {
  const { investmentAmount: amount, investmentCurrency: currency } = money;
  const reached = (each: DealStage) => rankOf(stage) >= rankOf(each);
  const paper = (name: string) => `示例-${name}-${String(number).padStart(4, '0')}`;
  return {
    fixedAssetInvestmentAmount: share(amount, 70),
    fixedAssetInvestmentCurrency: currency,
    ...(foreign && { contractedForeignCapitalAmount: amount, contractedForeignCapitalCurrency: currency }),
    landMu: String(random.between(20, 120)),
    powerKva: String(random.between(8, 60) * 100),
    workers: [
      { skill: '操作工', count: random.between(4, 40) * 10 },
      { skill: '工程师', count: random.between(5, 40) },
    ],
    // Every other one says what the sheets ask for; of the rest it is still to be asked.
    ...(number % 2 === 0 && {
      constructionKind: number % 4 === 0 ? 'new' : 'expansion',
      investorKind: foreign ? 'foreign' : 'private',
      investorOrigin: number % 4 === 0 ? 'introduced' : 'existing',
      leaderLevel: 'zone',
      leaderInCharge: '示例包保领导',
      centreKind: number % 8 === 0 ? 'research' : 'none',
      industryCode: industries[cluster] ?? null,
      ...(reached('signed') && { fundParticipation: '示例产业基金拟参股' }),
    }),
    ...(reached('signed') && {
      agreementKind: 'formal',
      agreedAmountAmount: amount,
      agreedAmountCurrency: currency,
      signedOn: on('signed'),
      ...promised(random, on('signed')),
    }),
    ...(reached('registered') && {
      localCompanyName: `示例项目公司 ${number}`,
      localRegistrationNumber: madeUpNumber(number),
      registeredCapitalAmount: share(amount, 40),
      registeredCapitalCurrency: currency,
      registeredOn: on('registered'),
    }),
    ...(reached('filed') && {
      filingCertificate: paper('备案'),
      filingAmountAmount: amount,
      filingAmountCurrency: currency,
      landContract: paper('土地'),
      environmentalApproval: paper('环评'),
    }),
    ...(reached('construction') && { startedOn: on('construction'), constructionPermit: paper('施工') }),
    ...(reached('production') && { producedOn: on('production') }),
    ...(reached('at_capacity') && {
      capacityOn: on('at_capacity'),
      annualOutputAmount: amount,
      annualOutputCurrency: currency,
      annualTaxAmount: share(amount, 5),
      annualTaxCurrency: currency,
    }),
  };
}

/** By when the investor wanted to be where, told at the signing. */
function promised(random: Random, signedOn: string): Partial<DealEntity> {
  const registered = addMonths(signedOn, random.between(1, 2));
  const started = addMonths(registered, random.between(2, 4));
  const produced = addMonths(started, random.between(4, 10));
  return {
    promisedRegisteredOn: registered,
    promisedStartedOn: started,
    promisedProducedOn: produced,
    promisedCapacityOn: addMonths(produced, 12),
  };
}

/** The head of a department, who answers for what is missing. */
export async function headOf(tx: Transaction, departmentId: string): Promise<string | null> {
  const [head] = await tx.query<{ id: string }>(`SELECT id FROM users WHERE role = 'head' AND department_id = $1`, [
    departmentId,
  ]);
  return head?.id ?? null;
}

/** The card by which the head found the deal fit to be signed. */
export async function insertCard(
  tx: Transaction,
  random: Random,
  {
    dealId,
    leadId,
    companyId,
    head,
    at,
  }: { dealId: string; leadId: string; companyId: string; head: string; at: Date },
): Promise<void> {
  const indicators = await tx.query<{ code: string; weight: number }>(
    `SELECT code, name_zh AS "nameZh", name_en AS "nameEn", weight, vetoable FROM indicators
     WHERE NOT retired AND (weight > 0 OR vetoable) ORDER BY position, code`,
  );
  const scores = Object.fromEntries(
    indicators.map(({ code }) => [code, { points: random.between(72, 95), veto: false, remark: '' }]),
  );
  await tx.query(
    `INSERT INTO scorecards (id, deal_id, reviewer_id, indicators, scores, vetoed, conclusion, submitted_at)
     VALUES ($1, $2, $3, $4, $5, false, $6, $7)`,
    [uuid(), dealId, head, JSON.stringify(indicators), JSON.stringify(scores), '同意签约', at],
  );
  const about = { subjectType: 'deal', subjectId: dealId, leadId, companyId, actorId: head, at } as const;
  await tx.record('deal.scored', { ...about, changes: { conclusion: [null, '同意签约'] } });
}

/** The road up to a stage. */
export const roadTo = (stage: DealStage): DealStage[] => dealStages.slice(0, rankOf(stage) + 1);

/** So many in a hundred of an amount, exact. */
export function share(amount: string | null, percent: number): string | null {
  if (amount === null) return null;
  const [whole = '0', cents = ''] = amount.split('.');
  const part = (BigInt(whole + cents.padEnd(2, '0')) * BigInt(percent)) / 100n;
  const digits = part.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A number that passes the check and that nobody bears: its district does not exist. */
function madeUpNumber(number: number): string {
  const body = `91999900MA${String(number).padStart(7, '0')}`;
  const last = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].find((sign) => registrationFlaw('CN', body + sign) === null);
  return body + (last ?? '0');
}
