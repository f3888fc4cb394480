import { Problem } from '@torch/contracts';
import {
  type Actor,
  type Changes,
  type EventType,
  may,
  type Owned,
  type Permission,
  reachOf,
  redact,
  type Subject,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { requestContext } from '../request-context';
import { claimKey, keepAnswer } from './idempotency';
import { demandExplanations, noteExplained } from './written-records';

/** Who writes: a person, or the system itself (the worker, the set-up). */
export type Writer = Actor | 'system';

export interface EventInput {
  subjectType: Subject;
  subjectId: string | null;
  changes?: Changes;
  data?: Record<string, unknown>;
  leadId?: string | null;
  companyId?: string | null;
  /** When it happened, for what is told afterwards, such as the sample's past; left out, now. */
  at?: Date;
  /** Whose act it was, where the system writes for a person, as at a sign-in; left out, the writer's. */
  actorId?: string | null;
}

/** What an event was about, for those who derive something from what was written. */
export type Recorded = Pick<EventInput, 'subjectId'> & {
  type: EventType;
  subjectType: Subject;
  leadId: string | null;
  changes: Changes;
  data: Record<string, unknown>;
};

/** Brings what is derived in line with what was written, in the transaction that wrote it. */
export type Derivation = (tx: Transaction, recorded: readonly Recorded[]) => Promise<void>;

/** An open transaction, bound to its writer and request. */
export class Transaction {
  /** The events of this transaction so far. */
  readonly recorded: Recorded[] = [];

  constructor(
    readonly manager: EntityManager,
    readonly writer: Writer,
    private readonly permission: Permission | null,
    readonly now: Date,
  ) {}

  get actorId(): string | null {
    return this.writer === 'system' ? null : this.writer.id;
  }

  query<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    return this.manager.query(sql, values) as Promise<T[]>;
  }

  /** Whether the writer's permission reaches this record. */
  reaches(record: Owned): boolean {
    return this.writer === 'system' || (this.permission !== null && may(this.writer, this.permission, record));
  }

  /**
   * As `query`, by a statement that the database plans once for each connection: for what is asked over and over and takes
   * longer to plan than to do.
   * @param name names the statement; the same name is always the same SQL
   */
  async prepared<T>(name: string, sql: string, values: unknown[]): Promise<T[]> {
    const client: pg.PoolClient = await this.manager.queryRunner?.connect();
    return (await client.query({ name, text: sql, values })).rows as T[];
  }

  /**
   * Demands that the writer's permission reaches this record.
   * @param read the permission with which the writer would see it: one who may not even see it is told it does not exist
   * @throws Problem `not-found` or `not-allowed`
   */
  demand(record: Owned, read: Permission): void {
    if (this.writer === 'system' || this.reaches(record)) return;
    throw new Problem(may(this.writer, read, record) ? 'not-allowed' : 'not-found');
  }

  /** Records the event that explains a write: audit, timeline and outbox in one row of the same commit. */
  async record(type: EventType, event: EventInput): Promise<void> {
    const {
      subjectType,
      subjectId,
      changes = {},
      data = {},
      leadId = null,
      companyId = null,
      at = null,
      actorId = this.actorId,
    } = event;
    const { requestId = null, via } = requestContext.getStore() ?? {};
    await this.manager.query(
      `INSERT INTO events (id, type, actor_id, request_id, subject_type, subject_id, lead_id, company_id, changes, data, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce($11, now()))`,
      [
        uuid(),
        type,
        actorId,
        requestId,
        subjectType,
        subjectId,
        leadId,
        companyId,
        JSON.stringify(redact(subjectType, changes)),
        JSON.stringify(via ? { ...data, via } : data),
        at,
      ],
    );
    this.recorded.push({ type, subjectType, subjectId, leadId, changes, data });
    if (this.manager.queryRunner) noteExplained(this.manager.queryRunner, subjectType, subjectId);
  }
}

/** The one write path: permission, transaction, event, and the answer kept for a repeated request. */
@Injectable()
export class UnitOfWork {
  private readonly derivations: Derivation[] = [];

  constructor(private readonly db: DataSource) {}

  /** Has something derived at the end of every unit of work, whoever writes: no writer can forget it. */
  derive(derivation: Derivation): void {
    this.derivations.push(derivation);
  }

  /**
   * @param permission what the writer must hold; null only for the system
   * @throws Problem `not-allowed` when the writer's role lacks the permission
   * @throws Error when something was written without its event; nothing is kept then
   */
  run<T>(writer: Writer, permission: Permission | null, work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (writer !== 'system' && (!permission || !reachOf(writer.role, permission))) throw new Problem('not-allowed');
    return this.db.transaction(async (manager) => {
      const tx = new Transaction(manager, writer, permission, new Date());
      const key = requestContext.getStore()?.idempotency;
      if (key && tx.actorId) await claimKey(tx, tx.actorId, key);
      const result = await work(tx);
      for (const derivation of this.derivations) await derivation(tx, tx.recorded);
      if (key && tx.actorId) await keepAnswer(tx, tx.actorId, key, result);
      if (manager.queryRunner) demandExplanations(manager.queryRunner);
      return result;
    });
  }
}
