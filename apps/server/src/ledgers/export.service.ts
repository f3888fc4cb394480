import { Readable } from 'node:stream';
import {
  type CreateExport,
  type DecideExport,
  type Export,
  type ExportPreview,
  type LedgerFilters,
  type Locale,
  type PreviewExport,
  type ListExport,
  Problem,
  type TellListExport,
} from '@torch/contracts';
import { type Actor, approvalNeeded, columnsOf, exportSettings, freeRows, reachOf, redacted } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { FunnelQueries } from '../funnel';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { csv } from '../platform/sheets/csv';
import { xlsx, xlsxType } from '../platform/sheets/xlsx';
import { dateIn } from '../platform/time';
import { ExportQueries } from './export.queries';
import { countRows, type LedgerQuestion, LedgerReader } from './ledger-reader';
import { type SheetOf, sheetForm, sheetRows } from './ledger-sheet';
import { LedgerWords } from './ledger-words';

/** A file on its way. */
export interface LedgerFile {
  name: string;
  contentType: string;
  content: Readable;
}

type Choice = Pick<Export, 'ledger' | 'columns' | 'filters' | 'confidential' | 'unmasked'>;

/** The address of a list without the words of its search: they may name whom the auditor should not know. */
function withoutWords(address: string): string {
  const [path, query] = address.split('?');
  const asked = new URLSearchParams(query);
  asked.delete('q');
  return asked.size > 0 ? `${path}?${asked}` : `${path}`;
}

@Injectable()
export class ExportService {
  /** Files that are being written, each with a connection of its own. */
  private writing = 0;

  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queries: ExportQueries,
    private readonly funnel: FunnelQueries,
    private readonly config: Config,
  ) {}

  /** How many rows a choice has now, and why it would need approval. */
  async preview(actor: Actor, input: PreviewExport, timeZone: string): Promise<ExportPreview> {
    const { rows, approval } = await this.weigh(this.db.manager, actor, tidy(input), timeZone);
    return { rows, approval };
  }

  /**
   * Asks for a file. What the rule lets through is ready at once; the rest waits for somebody else.
   * @throws Problem `rule-broken` for more rows than a sheet may have, and for whole numbers without a purpose
   */
  async create(actor: Actor, input: CreateExport, timeZone: string): Promise<Export> {
    const choice = this.settled(tidy(input));
    // Before the transaction: the funnel has connections of its own, and who holds one while waiting for others holds up all.
    const { rows, approval } = await this.weigh(this.db.manager, actor, choice, timeZone);
    return this.work.run(actor, 'ledger.export', async (tx) => {
      demandSound(actor, { ...choice, rows, purpose: input.purpose });
      const id = uuid();
      const [number] = await tx.query<{ number: string }>(`SELECT nextval('export_numbers') AS number`);
      const code = `E-${dateIn(this.reportingZone).slice(0, 4)}-${String(number?.number).padStart(5, '0')}`;
      const state = approval.length === 0 ? 'ready' : 'awaitingApproval';
      await tx.query(
        `INSERT INTO exports (id, code, owner_id, department_id, ledger, columns, filters, format, confidential, unmasked, purpose,
           state, approval, rows, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
           CASE WHEN $12 = 'ready' THEN now() + make_interval(days => $15) END)`,
        [
          id,
          code,
          actor.id,
          actor.departmentId,
          choice.ledger,
          choice.columns,
          JSON.stringify(choice.filters),
          input.format,
          choice.confidential,
          choice.unmasked,
          input.purpose || null,
          state,
          approval,
          rows,
          exportSettings.days,
        ],
      );
      await tx.record('export.created', {
        subjectType: 'export',
        subjectId: id,
        data: { ...toldOf({ ...choice, code, format: input.format }), state, approval, rows },
      });
      return this.queries.one(id, tx.manager);
    });
  }

  /**
   * Writes down that a list behind a figure leaves as a file, before it does.
   * @throws Problem `rule-broken` for more rows than may leave without approval
   */
  tell(actor: Actor, { list, address, rows }: TellListExport): Promise<ListExport> {
    return this.work.run(actor, 'ledger.export', async (tx) => {
      if (rows > freeRows(actor.role))
        throw Problem.field(
          'rule-broken',
          'rows',
          'too-many-rows',
          `at most ${freeRows(actor.role)} rows leave this way`,
        );
      await tx.record('export.listed', {
        subjectType: 'export',
        subjectId: uuid(),
        data: { list, address: withoutWords(address), rows },
      });
      const [taker] = await tx.query<{ name: string }>('SELECT display_name AS name FROM users WHERE id = $1', [
        actor.id,
      ]);
      return { takenBy: taker?.name ?? '', takenAt: new Date(tx.now).toISOString() };
    });
  }

  /**
   * Lets somebody else's request through, exactly as it was asked for, or refuses it.
   * @throws Problem `rule-broken` for one's own, and for one that is decided already
   */
  decide(actor: Actor, id: string, { version, decision, reason }: DecideExport): Promise<Export> {
    return this.work.run(actor, 'export.approve', async (tx) => {
      await tx.query('SELECT FROM exports WHERE id = $1 FOR UPDATE', [id]);
      const request = await this.queries.one(id, tx.manager);
      tx.demand(request, 'export.read');
      await demandVersion(request, version, async () => request);
      if (request.ownerId === actor.id)
        throw Problem.field('rule-broken', 'decision', 'own', 'somebody else decides about your request');
      if (request.state !== 'awaitingApproval')
        throw Problem.field('rule-broken', 'decision', 'decided', 'the request is decided already');
      const state = decision === 'approve' ? 'ready' : 'refused';
      await tx.query(
        `UPDATE exports SET state = $2, decided_by = $3, decided_at = $4::timestamptz, decision_reason = $5, version = version + 1, updated_at = $4::timestamptz,
           expires_at = CASE WHEN $2 = 'ready' THEN $4::timestamptz + make_interval(days => $6) END WHERE id = $1`,
        [id, state, actor.id, tx.now, reason, exportSettings.days],
      );
      await tx.record(decision === 'approve' ? 'export.approved' : 'export.refused', {
        subjectType: 'export',
        subjectId: id,
        changes: { state: ['awaitingApproval', state] },
        data: { ...toldOf(request), reason, ownerId: request.ownerId },
      });
      return this.queries.one(id, tx.manager);
    });
  }

  /** What a HEAD is told: whether the file can be fetched. @throws Problem as `file` */
  async demandFetchable(actor: Actor, id: string): Promise<Export> {
    const request = await this.queries.one(id);
    // Others may know of the request; the file is its owner's, who may have another role by now.
    if (request.ownerId !== actor.id || !reachOf(actor.role, 'ledger.export')) throw new Problem('not-found');
    if (request.state !== 'ready')
      throw Problem.field('rule-broken', 'state', request.state, 'the file cannot be fetched');
    return request;
  }

  /**
   * The file with what there is now and what its owner may see now, as it was asked for. That it left, with how many rows and
   * whose phones, is in the audit log before its first byte.
   * @throws Problem `not-found` for somebody else's; `rule-broken` for one that waits, was refused, is too old, or has grown
   *   past what needs no approval; `too-many-requests` while too many are written
   */
  async file(actor: Actor, id: string, timeZone: string): Promise<LedgerFile> {
    const request = await this.demandFetchable(actor, id);
    // Each takes a connection as long as its reader takes; most are left to everybody else.
    if (this.writing >= Math.max(1, Math.floor(this.config.settings.DATABASE_POOL_SIZE / 3)))
      throw new Problem('too-many-requests', { detail: 'other files are being written; try again in a minute' });
    this.writing += 1;
    const reader = await this.question(actor, request, timeZone)
      .then((question) => LedgerReader.open(this.db, question))
      .catch((error: unknown) => {
        this.writing -= 1;
        throw error;
      });
    const close = async () => {
      this.writing -= 1;
      await reader.close();
    };
    try {
      const rows = await reader.count();
      demandStillFree(actor, request, rows, request.confidential ? await reader.countTold() : rows);
      const [user] = (await reader.manager.query('SELECT display_name AS name, locale FROM users WHERE id = $1', [
        actor.id,
      ])) as [{ name: string; locale: Locale }];
      const words = await LedgerWords.read(reader.manager, user.locale);
      const contacts = await reader.contacts();
      const now = await this.noteDownload(actor, request, rows, contacts);
      const columns = columnsOf(request.columns, request.confidential);
      const of: SheetOf = { ...request, columns, who: user.name, now, timeZone, rows };
      const write = request.format === 'csv' ? csv : xlsx;
      const content = Readable.from(write(sheetForm(of, words), sheetRows(of, reader.batches(), words)), {
        objectMode: false,
      });
      content.once('close', () => void close());
      return {
        name: `${words.labels.ledger[request.ledger]} ${request.code}.${request.format}`,
        contentType: request.format === 'csv' ? 'text/csv; charset=utf-8' : xlsxType,
        content,
      };
    } catch (error) {
      await close();
      throw error;
    }
  }

  private noteDownload(
    actor: Actor,
    request: Export,
    rows: number,
    contacts: readonly { id: string; companyId: string }[],
  ): Promise<Date> {
    return this.work.run(actor, 'ledger.export', async (tx: Transaction) => {
      await tx.query(
        'UPDATE exports SET downloaded_at = $2::timestamptz, downloaded_rows = $3, updated_at = $2::timestamptz WHERE id = $1',
        [request.id, tx.now, rows],
      );
      await tx.record('export.downloaded', {
        subjectType: 'export',
        subjectId: request.id,
        data: { ...toldOf(request), rows, contacts: contacts.length },
      });
      for (const { id, companyId } of contacts)
        await tx.record('contact.opened', {
          subjectType: 'contact',
          subjectId: id,
          companyId,
          data: { by: 'export', code: request.code },
        });
      return tx.now;
    });
  }

  private async weigh(manager: EntityManager, actor: Actor, choice: Choice, timeZone: string) {
    // What is counted is what anybody who decides may know of: how much of it is confidential stays unsaid.
    const question = await this.question(actor, { ...choice, confidential: false }, timeZone);
    const rows = await countRows(manager, question);
    const { confidential, unmasked } = choice;
    return { rows, approval: approvalNeeded(actor.role, { rows, confidential, unmasked }) };
  }

  private async question(actor: Actor, choice: Choice, timeZone: string): Promise<LedgerQuestion> {
    const { ledger, columns, confidential, unmasked } = choice;
    const filters = choice.filters as LedgerFilters<'leads'>;
    const leads = filters.funnel ? await this.funnel.leads(actor, filters.funnel) : null;
    // More than a sheet may have need not be sent to the database to be counted.
    if (leads && leads.length > exportSettings.mostRows) throw tooManyRows();
    return {
      actor,
      ledger,
      columns: columnsOf(columns, confidential),
      filters,
      confidential,
      unmasked,
      timeZone,
      reportingZone: this.reportingZone,
      leads,
    };
  }

  /** The days of a figure of the funnel as they are now, so that what is approved and fetched later is what was asked for. */
  private settled(choice: Choice): Choice {
    const { funnel } = choice.filters as LedgerFilters<'leads'>;
    if (!funnel) return choice;
    const today = dateIn(this.reportingZone);
    const to = funnel.to ?? today;
    // What is to come is not known: it would move on with the days.
    const asOf = funnel.asOf !== undefined && funnel.asOf < today ? funnel.asOf : today;
    const days = { from: funnel.from ?? `${to.slice(0, 4)}-01-01`, to, asOf };
    return { ...choice, filters: { ...choice.filters, funnel: { ...funnel, ...days } } };
  }

  private get reportingZone(): string {
    return this.config.settings.REPORTING_TIME_ZONE;
  }
}

/** Whole numbers are asked for only where there is a column of numbers. */
const tidy = (input: PreviewExport): Choice => ({
  ledger: input.ledger,
  columns: input.columns,
  filters: input.filters,
  confidential: input.confidential,
  unmasked: input.unmasked && input.columns.includes('contactPhone'),
});

function demandSound(actor: Actor, { rows, unmasked, purpose }: Choice & { rows: number; purpose: string | null }) {
  if (rows > exportSettings.mostRows) throw tooManyRows();
  if (!unmasked) return;
  if (!reachOf(actor.role, 'contact.read'))
    throw Problem.field('rule-broken', 'unmasked', 'not-allowed', 'you may not open contacts');
  if (!purpose) throw Problem.field('rule-broken', 'purpose', 'required', 'say what the phone numbers are for');
  if (rows > exportSettings.mostUnmaskedRows)
    throw Problem.field(
      'rule-broken',
      'unmasked',
      'too-many-rows',
      `narrow it to ${exportSettings.mostUnmaskedRows} rows`,
    );
}

const tooManyRows = () =>
  Problem.field('rule-broken', 'filters', 'too-many-rows', `narrow it to ${exportSettings.mostRows} rows`);

/** What was approved may have grown meanwhile, but not to something else: its owner may read more by now. */
const approvedGrowth = 2;

/**
 * What nobody approved must still be what needs no approval; what was approved must still fit: by the rows that were told,
 * to which no confidential ones belong (`weigh`).
 */
function demandStillFree(actor: Actor, request: Export, rows: number, told: number): void {
  if (rows > exportSettings.mostRows) throw tooManyRows();
  if (request.unmasked && rows > exportSettings.mostUnmaskedRows)
    throw Problem.field('rule-broken', 'unmasked', 'too-many-rows', 'there are too many rows by now; ask anew');
  const grown =
    request.decidedAt === null
      ? approvalNeeded(actor.role, { ...request, rows }).length > 0
      : told > Math.max(freeRows(actor.role), request.rows * approvedGrowth);
  if (grown) throw Problem.field('rule-broken', 'state', 'grown', 'there are more rows by now than are free; ask anew');
}

/** What the audit log tells of a request; words that somebody searched for may name whom nobody there should know. */
const toldOf = ({
  code,
  ledger,
  columns,
  filters,
  format,
  confidential,
  unmasked,
}: Choice & Pick<Export, 'code' | 'format'>) => ({
  code,
  ledger,
  columns,
  filters: JSON.parse(JSON.stringify(filters, (name, value: unknown) => (name === 'q' ? redacted : value))) as object,
  format,
  confidential,
  unmasked,
});
