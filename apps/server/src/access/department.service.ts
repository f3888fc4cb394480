import {
  type CreateDepartment,
  type Department,
  type DepartmentQuery,
  Problem,
  type UpdateDepartment,
} from '@torch/contracts';
import { type Actor, changesBetween } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { listPage, Where } from '../platform/database/list';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { DepartmentEntity } from './department.entity';

const columns = `d.id, d.version, d.name, d.name_en AS "nameEn", d.parent_id AS "parentId", d.active,
  (SELECT count(*)::int FROM users u WHERE u.department_id = d.id AND u.active) AS members`;

@Injectable()
export class DepartmentService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  page({ q, sort, limit, cursor }: DepartmentQuery) {
    return listPage<Department>(this.db, {
      select: columns,
      from: 'departments d',
      where: new Where().when(q, `strpos(lower(concat_ws(' ', d.name, d.name_en)), lower(?)) > 0`),
      sort: { column: 'd.name', type: 'text', descending: sort === '-name' },
      alias: 'd',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<Department> {
    const rows: Department[] = await manager.query(`SELECT ${columns} FROM departments d WHERE d.id = $1`, [id]);
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }

  create(actor: Actor, input: CreateDepartment): Promise<Department> {
    return this.work.run(actor, 'department.manage', async (tx) =>
      this.one(await insertDepartment(tx, input), tx.manager),
    );
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateDepartment): Promise<Department> {
    return this.work.run(actor, 'department.manage', async (tx) => {
      const department = await this.locked(tx, id);
      await demandVersion(department, version, () => this.one(id, tx.manager));
      const before = { ...department };
      Object.assign(department, input);
      if (input.parentId) await this.demandNoCircle(tx, id, input.parentId);
      const changes = changesBetween(before, department);
      if (Object.keys(changes).length > 0) {
        department.version += 1;
        await tx.manager.save(department);
        await tx.record('department.updated', { subjectType: 'department', subjectId: id, changes });
      }
      return this.one(id, tx.manager);
    });
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'department.manage', async (tx) => {
      const department = await this.locked(tx, id);
      await tx.record('department.deleted', {
        subjectType: 'department',
        subjectId: id,
        changes: { name: [department.name, null] },
      });
      await tx.manager.remove(department);
    });
  }

  private async locked(tx: Transaction, id: string): Promise<DepartmentEntity> {
    const department = await tx.manager.findOne(DepartmentEntity, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!department) throw new Problem('not-found');
    return department;
  }

  private async demandNoCircle(tx: Transaction, id: string, parentId: string): Promise<void> {
    const above = await tx.query<{ id: string }>(
      `WITH RECURSIVE above AS (
         SELECT id, parent_id FROM departments WHERE id = $1
         UNION SELECT d.id, d.parent_id FROM departments d JOIN above a ON d.id = a.parent_id
       ) SELECT id FROM above WHERE id = $2`,
      [parentId, id],
    );
    if (above.length > 0)
      throw Problem.field('rule-broken', 'parentId', 'circle', 'a department cannot lie below itself');
  }
}

/** Creates a department with its event. */
export async function insertDepartment(tx: Transaction, input: CreateDepartment): Promise<string> {
  const department = tx.manager.create(DepartmentEntity, { ...input, id: uuid(), version: 1, active: true });
  await tx.manager.insert(DepartmentEntity, department);
  await tx.record('department.created', {
    subjectType: 'department',
    subjectId: department.id,
    changes: changesBetween(null, input),
  });
  return department.id;
}
