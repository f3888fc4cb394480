import { Problem, type ReferenceItem, type ReferenceQuery } from '@torch/contracts';
import { type Actor, changesBetween, type ReferenceKind } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { listPage, Where } from '../platform/database/list';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { columnsOf, lists } from './lists';

type Values = Record<string, unknown>;

const selectOf = (kind: ReferenceKind) =>
  [
    'r.id',
    'r.version',
    ...Object.entries(columnsOf(kind)).map(([property, column]) => `r.${column} AS "${property}"`),
  ].join(', ');

/** The lists of the zone's model: one way of keeping them all. */
@Injectable()
export class ReferenceService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  page(kind: ReferenceKind, { q, retired, sort, limit, cursor }: ReferenceQuery) {
    const where = new Where().when(retired, 'r.retired = ?');
    if (q) where.add('strpos(lower(r.code || r.name_zh || r.name_en), lower(?)) > 0', q);
    const column = sort.replace('-', '');
    return listPage<ReferenceItem>(this.db, {
      select: selectOf(kind),
      from: `${lists[kind].table} r`,
      where,
      sort: { column: `r.${column}`, type: column === 'code' ? 'text' : 'integer', descending: sort.startsWith('-') },
      alias: 'r',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found` */
  async one(
    kind: ReferenceKind,
    id: string,
    manager: EntityManager = this.db.manager,
    lock = '',
  ): Promise<ReferenceItem> {
    const rows: ReferenceItem[] = await manager.query(
      `SELECT ${selectOf(kind)} FROM ${lists[kind].table} r WHERE r.id = $1 ${lock}`,
      [id],
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }

  create(actor: Actor, kind: ReferenceKind, input: Values): Promise<ReferenceItem> {
    return this.work.run(actor, 'reference.edit', async (tx) =>
      this.one(kind, await insertReference(tx, kind, input), tx.manager),
    );
  }

  update(actor: Actor, kind: ReferenceKind, id: string, input: Values & { version: number }): Promise<ReferenceItem> {
    const { version, ...values } = input;
    return this.work.run(actor, 'reference.edit', async (tx) => {
      const before = await this.one(kind, id, tx.manager, 'FOR UPDATE');
      await demandVersion(before, version, () => Promise.resolve(before));
      const changes = changesBetween(before, { ...before, ...values });
      const changed = Object.keys(changes);
      if (changed.length === 0) return before;
      const columns = columnsOf(kind);
      await tx.query(
        `UPDATE ${lists[kind].table} SET version = version + 1, ${changed.map((name, index) => `${columns[name]} = $${index + 2}`).join(', ')} WHERE id = $1`,
        [id, ...changed.map((name) => values[name])],
      );
      await tx.record(`${lists[kind].subject}.updated`, { subjectType: lists[kind].subject, subjectId: id, changes });
      return this.one(kind, id, tx.manager);
    });
  }

  /** Deletes an entry that nothing uses; one in use is refused by its foreign keys (`in-use`) and can be retired. */
  remove(actor: Actor, kind: ReferenceKind, id: string): Promise<void> {
    return this.work.run(actor, 'reference.edit', async (tx) => {
      const item = await this.one(kind, id, tx.manager, 'FOR UPDATE');
      await tx.query(`DELETE FROM ${lists[kind].table} WHERE id = $1`, [id]);
      await tx.record(`${lists[kind].subject}.deleted`, {
        subjectType: lists[kind].subject,
        subjectId: id,
        changes: { code: [item.code, null], nameZh: [item.nameZh, null] },
      });
    });
  }
}

/** Creates an entry with its event. */
export async function insertReference(tx: Transaction, kind: ReferenceKind, input: Values): Promise<string> {
  const id = uuid();
  const columns = columnsOf(kind);
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  await tx.query(
    `INSERT INTO ${lists[kind].table} (id, ${given.map(([name]) => columns[name]).join(', ')})
     VALUES ($1, ${given.map((_, index) => `$${index + 2}`).join(', ')})`,
    [id, ...given.map(([, value]) => value)],
  );
  await tx.record(`${lists[kind].subject}.created`, {
    subjectType: lists[kind].subject,
    subjectId: id,
    changes: changesBetween(null, Object.fromEntries(given)),
  });
  return id;
}
