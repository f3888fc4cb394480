import { type Company, type CreateCompany, Problem, type UpdateCompany } from '@torch/contracts';
import { type Actor, changesBetween, normaliseRegistrationNumber, registrationFlaw } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { FollowUpService } from '../follow-ups';
import { newRecord } from '../platform/database/record.entity';
import { binRecord, changeRecord, lockRecord } from '../platform/database/records';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { nameIndex, type Names } from './company-names';
import { demandChoosable } from '../reference';
import { CompanyEntity } from './company.entity';
import { CompanyQueries } from './company.queries';

/** Columns derived from the names: part of the row, no news for anybody. */
const derived = ['cores', 'coreGrams', 'searchText', 'searchGrams'];

/** What of the input is chosen from the zone's lists. */
const choicesOf = (input: { region: string | undefined; clusters: readonly string[]; tiers: readonly string[] }) => [
  ['region', 'regions', input.region] as const,
  ...input.clusters.map((code) => ['clusters', 'clusters', code] as const),
  ...input.tiers.map((code) => ['tiers', 'tiers', code] as const),
];

@Injectable()
export class CompanyService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: CompanyQueries,
    private readonly followUps: FollowUpService,
  ) {}

  create(actor: Actor, input: CreateCompany): Promise<Company> {
    return this.work.run(actor, 'company.create', async (tx) =>
      this.queries.one(await this.insert(tx, actor, input), tx.manager),
    );
  }

  /** Creates a company inside a wider act, such as a quick log. */
  async insert(tx: Transaction, actor: Actor, input: CreateCompany): Promise<string> {
    const { distinctFrom, clusters = [], tiers = [], ...facts } = input;
    const registrationNumber = demandRegistrationNumber(facts.country, facts.registrationNumber);
    await this.demandUnknown(tx, { ...facts, registrationNumber }, distinctFrom, null);
    await demandChoosable(tx, choicesOf({ region: facts.region, clusters, tiers }));
    const id = uuid();
    await tx.manager.insert(CompanyEntity, {
      ...newRecord(id, { ownerId: actor.id, departmentId: actor.departmentId }, tx.now),
      ...facts,
      registrationNumber,
      confirmed: true,
      ...nameIndex(facts),
    });
    await setCodes(tx, 'clusters', id, clusters);
    await setCodes(tx, 'tiers', id, tiers);
    await noteSimilar(tx, id, distinctFrom);
    const changes = changesBetween(null, { ...facts, registrationNumber, clusters, tiers });
    await tx.record('company.created', { subjectType: 'company', subjectId: id, companyId: id, changes });
    return id;
  }

  update(
    actor: Actor,
    id: string,
    { version, distinctFrom, clusters, tiers, ...input }: UpdateCompany,
  ): Promise<Company> {
    return this.work.run(actor, 'company.update', async (tx) => {
      const company = await lockRecord(tx, CompanyEntity, id, 'company.read');
      const before = await this.queries.one(id, tx.manager);
      const after = { ...company, ...input };
      if (!(after.nameZh ?? after.nameEn ?? after.nameLocal))
        throw Problem.field('malformed', 'nameZh', 'required', 'give the name in at least one language');
      const registrationNumber = demandRegistrationNumber(after.country, after.registrationNumber);
      const renamed = (['nameZh', 'nameEn', 'nameLocal'] as const).some((name) => after[name] !== company[name]);
      await this.demandUnknown(
        tx,
        { ...(renamed ? after : {}), country: after.country, registrationNumber },
        distinctFrom,
        id,
      );
      if (input.parentId) await demandNoCircle(tx, id, input.parentId);
      const isNew = (codes: readonly string[], known: readonly string[]) =>
        codes.filter((code) => !known.includes(code));
      await demandChoosable(
        tx,
        choicesOf({
          region: after.region === company.region ? undefined : after.region,
          clusters: isNew(clusters ?? [], before.clusters),
          tiers: isNew(tiers ?? [], before.tiers),
        }),
      );

      const extra = changesBetween(
        { clusters: before.clusters, tiers: before.tiers },
        { clusters: sorted(clusters) ?? before.clusters, tiers: sorted(tiers) ?? before.tiers },
      );
      const changes = await changeRecord(
        tx,
        company,
        { ...input, registrationNumber, ...nameIndex(after) },
        version,
        () => Promise.resolve(before),
        { derived, extra },
      );
      if (!changes) return before;
      if (clusters) await setCodes(tx, 'clusters', id, clusters);
      if (tiers) await setCodes(tx, 'tiers', id, tiers);
      if (renamed) await noteSimilar(tx, id, distinctFrom);
      await tx.record('company.updated', { subjectType: 'company', subjectId: id, companyId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  /** Into the recycle bin, unless leads or visits still hang on it. */
  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'company.delete', async (tx) => {
      const company = await lockRecord(tx, CompanyEntity, id, 'company.read');
      const used = await tx.query(
        `SELECT FROM leads WHERE company_id = $1 AND deleted_at IS NULL
         UNION ALL SELECT FROM visits WHERE company_id = $1 AND deleted_at IS NULL LIMIT 1`,
        [id],
      );
      if (used.length > 0)
        throw new Problem('in-use', { detail: 'leads or visits of this company exist; delete them first' });
      await binRecord(tx, company);
      await tx.record('company.deleted', { subjectType: 'company', subjectId: id, companyId: id });
      await this.followUps.binWith(tx, { companyId: id });
    });
  }

  /** The same number is refused with a link to the known company; similar names must be confirmed to be others. */
  private async demandUnknown(
    tx: Transaction,
    company: Names & { country: string; registrationNumber: string | null },
    distinctFrom: string[],
    except: string | null,
  ): Promise<void> {
    if (company.registrationNumber) {
      const [existing] = await tx.query<{ id: string; name: string }>(
        `SELECT id, name FROM companies
         WHERE country = $1 AND registration_number = $2 AND deleted_at IS NULL AND id IS DISTINCT FROM $3`,
        [company.country, company.registrationNumber, except],
      );
      if (existing)
        throw new Problem('company.registered', {
          detail: `${existing.name} has this number`,
          errors: [{ path: 'registrationNumber', code: 'taken', message: `${existing.name} has this number` }],
          existing,
        });
    }
    const similar = (await this.queries.similar(company, except, tx.manager)).filter(
      ({ id }) => !distinctFrom.includes(id),
    );
    if (similar.length > 0) throw new Problem('company.similar', { similar });
  }
}

const sorted = (codes: string[] | undefined) => codes && [...codes].sort();

/** @throws Problem `rule-broken` at the field when the number cannot be right */
function demandRegistrationNumber(country: string, given: string | null | undefined): string | null {
  if (!given) return null;
  const number = normaliseRegistrationNumber(given);
  const flaw = registrationFlaw(country, number);
  if (flaw)
    throw Problem.field(
      'rule-broken',
      'registrationNumber',
      flaw,
      flaw === 'check-digit'
        ? 'the check digit does not fit; compare the number again'
        : 'this is not how such a number looks',
    );
  return number;
}

async function demandNoCircle(tx: Transaction, id: string, parentId: string): Promise<void> {
  const above = await tx.query(
    `WITH RECURSIVE above AS (
       SELECT id, parent_id FROM companies WHERE id = $1
       UNION SELECT c.id, c.parent_id FROM companies c JOIN above a ON c.id = a.parent_id
     ) SELECT FROM above WHERE id = $2`,
    [parentId, id],
  );
  if (above.length > 0) throw Problem.field('rule-broken', 'parentId', 'circle', 'a company cannot be its own parent');
}

/** Remembers which companies with similar names somebody has said to be others: a first report there may concern this one. */
async function noteSimilar(tx: Transaction, companyId: string, others: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO company_similarities SELECT $1, id FROM companies WHERE id = ANY($2) AND id <> $1 ON CONFLICT DO NOTHING`,
    [companyId, others],
  );
}

async function setCodes(
  tx: Transaction,
  list: 'clusters' | 'tiers',
  companyId: string,
  codes: string[],
): Promise<void> {
  await tx.query(`DELETE FROM company_${list} WHERE company_id = $1 AND NOT code = ANY($2)`, [companyId, codes]);
  await tx.query(`INSERT INTO company_${list} SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`, [
    companyId,
    codes,
  ]);
}
