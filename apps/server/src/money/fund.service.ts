import {
  type ConfirmFund,
  type CreateFund,
  type Fund,
  type Money,
  Problem,
  type ReopenFund,
  type UpdateFund,
} from '@torch/contracts';
import {
  type Actor,
  changesBetween,
  confirmObstacle,
  type ConfirmObstacle,
  type FundFlaw,
  fundFlaws,
  type FundKind,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { exact, lockDeal } from '../deals';
import { LeadService, lockLead } from '../leads';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { FundQueries, type HeldFund } from './fund.queries';
import { demandVoucher, holdVoucher, type VoucherFile } from './voucher';

/** What of an entry is written, as the columns have it. */
interface Values {
  kind: FundKind;
  amount: Money;
  on: string;
  source: string | null;
  voucher: string | null;
  note: string | null;
}

@Injectable()
export class FundService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: FundQueries,
    private readonly leads: LeadService,
  ) {}

  /** @param today the writer's date: what has not come yet is no entry */
  create(actor: Actor, dealId: string, input: CreateFund, today: string): Promise<Fund> {
    return this.work.run(actor, 'fund.create', async (tx) => {
      const fileId = input.voucherFileId ?? null;
      await lockLead(tx, '(SELECT lead_id FROM deals WHERE id = $1)', dealId);
      const held = await holdVoucher(tx, dealId, fileId);
      const deal = await lockDeal(tx, dealId, 'deal.read');
      const file = demandVoucher(fileId, held);
      const { source = null, voucher = null, note = null } = input;
      const values = tidy({ ...input, source, voucher, note });
      demandSound(values, file, today);
      const id = uuid();
      await tx.query(
        `INSERT INTO funds (id, deal_id, kind, amount, currency, on_date, source, voucher, voucher_file_id, note, author_id, authors)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, ARRAY[$11::uuid])`,
        [id, dealId, ...columnsOf(values, file), actor.id],
      );
      await this.record(tx, 'fund.created', { ...deal, id }, changesBetween(null, factsOf(values, file)));
      return this.queries.one(actor, id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateFund, today: string): Promise<Fund> {
    return this.work.run(actor, 'fund.update', async (tx) => {
      const named = await this.queries.one(actor, id, tx.manager);
      const fileId = input.voucherFileId === undefined ? named.voucherFileId : input.voucherFileId;
      await lockLead(tx, '$1', named.leadId);
      const held = await holdVoucher(tx, named.dealId, fileId);
      const fund = await this.lock(tx, actor, id, version);
      demandOpen(fund);
      const file = demandVoucher(fileId, held);
      const values = tidy({ ...fund, ...input });
      demandSound(values, file, today);
      const before = factsOf(
        fund,
        fund.voucherFileId ? { id: fund.voucherFileId, name: fund.voucherFileName ?? '' } : null,
      );
      const changes = changesBetween(before, factsOf(values, file));
      if (Object.keys(changes).length === 0 && (file?.id ?? null) === fund.voucherFileId) return fund;
      await tx.query(
        `UPDATE funds SET kind = $2, amount = $3, currency = $4, on_date = $5, source = $6, voucher = $7, voucher_file_id = $8,
           note = $9, authors = CASE WHEN $10 = ANY(authors) THEN authors ELSE authors || $10::uuid END,
           version = version + 1, updated_at = now() WHERE id = $1`,
        [id, ...columnsOf(values, file), actor.id],
      );
      await this.record(tx, 'fund.updated', fund, changes);
      return this.queries.one(actor, id, tx.manager);
    });
  }

  /** Takes an entry away that was made by mistake; its event keeps what it said. */
  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'fund.delete', async (tx) => {
      const fund = await this.lock(tx, actor, id);
      demandOpen(fund);
      await tx.query('DELETE FROM funds WHERE id = $1', [id]);
      const { kind, amount, on } = fund;
      await this.record(tx, 'fund.deleted', fund, { kind: [kind, null], amount: [amount, null], on: [on, null] });
    });
  }

  /** The statistician finds an entry right; from then on it stands as it is. */
  confirm(actor: Actor, id: string, { version }: ConfirmFund): Promise<Fund> {
    return this.work.run(actor, 'fund.confirm', async (tx) => {
      const fund = await this.lock(tx, actor, id, version);
      const obstacle = confirmObstacle({ confirmed: fund.confirmedAt !== null, authors: fund.authors }, actor.id);
      if (obstacle) throw Problem.field('rule-broken', 'confirmed', obstacle, sentences[obstacle]);
      await tx.query(
        'UPDATE funds SET confirmed_by = $2, confirmed_at = $3, version = version + 1, updated_at = now() WHERE id = $1',
        [id, actor.id, tx.now],
      );
      await this.record(tx, 'fund.confirmed', fund, { confirmed: [false, true] });
      return this.queries.one(actor, id, tx.manager);
    });
  }

  /** Takes a confirmation back with its reason, so that who entered it can put it right. */
  reopen(actor: Actor, id: string, { version, reason }: ReopenFund): Promise<Fund> {
    return this.work.run(actor, 'fund.confirm', async (tx) => {
      const fund = await this.lock(tx, actor, id, version);
      if (fund.confirmedAt === null)
        throw Problem.field('rule-broken', 'confirmed', 'not-confirmed', 'the entry is not confirmed');
      await tx.query(
        'UPDATE funds SET confirmed_by = NULL, confirmed_at = NULL, version = version + 1, updated_at = now() WHERE id = $1',
        [id],
      );
      await this.record(tx, 'fund.reopened', fund, { confirmed: [true, false] }, { note: reason });
      return this.queries.one(actor, id, tx.manager);
    });
  }

  /** @param version left out where the entry is to go whatever it says by now */
  private async lock(tx: Transaction, actor: Actor, id: string, version?: number): Promise<HeldFund> {
    await lockLead(tx, '(SELECT d.lead_id FROM funds f JOIN deals d ON d.id = f.deal_id WHERE f.id = $1)', id);
    await tx.query('SELECT FROM funds WHERE id = $1 FOR UPDATE', [id]);
    const fund = await this.queries.one(actor, id, tx.manager);
    tx.demand(fund, 'fund.read');
    await demandVersion(fund, version ?? fund.version, () => Promise.resolve(fund));
    return fund;
  }

  private async record(
    tx: Transaction,
    type: 'fund.created' | 'fund.updated' | 'fund.deleted' | 'fund.confirmed' | 'fund.reopened',
    { id, leadId, companyId }: Pick<HeldFund, 'id' | 'leadId' | 'companyId'>,
    changes: ReturnType<typeof changesBetween>,
    data: Record<string, unknown> = {},
  ): Promise<void> {
    await tx.record(type, { subjectType: 'fund', subjectId: id, leadId, companyId, changes, data });
    await this.leads.noteEvidence(tx, leadId);
  }
}

const tidy = ({ kind, amount, on, source, voucher, note }: Values): Values => ({
  kind,
  amount: { ...amount, amount: exact(amount.amount) },
  on,
  source: source || null,
  voucher: voucher || null,
  note: note || null,
});

const columnsOf = ({ kind, amount, on, source, voucher, note }: Values, file: VoucherFile | null) => [
  kind,
  amount.amount,
  amount.currency,
  on,
  source,
  voucher,
  file?.id ?? null,
  note,
];

const factsOf = ({ kind, amount, on, source, voucher, note }: Values, file: VoucherFile | null) => ({
  kind,
  amount,
  on,
  source,
  voucher,
  voucherFile: file?.name ?? null,
  note,
});

/** @throws Problem `rule-broken` at each field at fault */
function demandSound({ kind, amount, on, voucher }: Values, file: VoucherFile | null, today: string): void {
  const flaws = fundFlaws({ kind, amount: amount.amount, on, hasVoucher: Boolean(voucher ?? file) }, today);
  if (flaws.length === 0) return;
  const errors = flaws.map(({ path, code }) => ({ path, code, message: sentences[code] }));
  throw new Problem('rule-broken', { detail: errors.map(({ message }) => message).join('; '), errors });
}

/** @throws Problem `rule-broken` for an entry that is confirmed */
function demandOpen({ confirmedAt }: HeldFund): void {
  if (confirmedAt !== null) throw Problem.field('rule-broken', 'confirmed', 'confirmed', sentences.confirmed);
}

const sentences: Record<FundFlaw['code'] | ConfirmObstacle, string> = {
  'not-positive': 'the amount must be above 0',
  'in-the-future': 'an entry cannot lie in the future',
  'voucher-missing': 'funds in place need a voucher: give its number, or attach it',
  confirmed: 'the entry is confirmed and stands as it is',
  'same-person': 'whoever entered or changed it does not confirm it',
};
