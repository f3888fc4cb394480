import { EventSubscriber, type EntitySubscriberInterface, type QueryRunner } from 'typeorm';
import { explained } from './explained';

type Row = Record<string, unknown>;
interface Write {
  entity?: unknown;
  /** Set for a removal, after which the entity itself has lost its id. */
  entityId?: unknown;
  metadata: { tableName: string };
  queryRunner: QueryRunner;
}

const key = (subjectType: string, id: unknown) => `${subjectType}:${String(id)}`;

/** What a transaction has written and what it has explained, kept on its query runner. */
export function explanationsOf(runner: QueryRunner): { written: Set<string>; explained: Set<string> } {
  const data = runner.data as { written?: Set<string>; explained?: Set<string> };
  return { written: (data.written ??= new Set()), explained: (data.explained ??= new Set()) };
}

/** Notes every record written through an entity, so that the unit of work can ask for its event. */
@EventSubscriber()
export class WrittenRecords implements EntitySubscriberInterface {
  afterInsert = (event: Write) => this.note(event);
  afterUpdate = (event: Write) => this.note(event);
  afterRemove = (event: Write) => this.note(event);

  private note({ entity, entityId, metadata, queryRunner }: Write): void {
    const rule = explained[metadata.tableName];
    if (!rule || !entity) return;
    const property = rule[1].replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    explanationsOf(queryRunner).written.add(key(rule[0], (entity as Row)[property] ?? entityId));
  }
}

/** Remembers that a record has its event. */
export const noteExplained = (runner: QueryRunner, subjectType: string, id: string | null): void => {
  explanationsOf(runner).explained.add(key(subjectType, id));
};

/** @throws Error naming the records that were written without an event */
export function demandExplanations(runner: QueryRunner): void {
  const { written, explained: done } = explanationsOf(runner);
  const missing = [...written].filter((subject) => !done.has(subject));
  if (missing.length > 0) throw new Error(`written without an event that explains it: ${missing.join(', ')}`);
}
