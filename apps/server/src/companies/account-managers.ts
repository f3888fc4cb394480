import { type AppointManager, type Company, Problem } from '@torch/contracts';
import { type Actor, reachOf, type Role } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { CompanyEntity } from './company.entity';
import { CompanyQueries } from './company.queries';

/** Who looks after the companies that have landed. */
@Injectable()
export class AccountManagers {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: CompanyQueries,
  ) {}

  /** By the head of the department that looks after it so far, to somebody of the head's own departments. */
  appoint(actor: Actor, id: string, { version, managerId }: AppointManager): Promise<Company> {
    return this.work.run(actor, 'company.appoint', async (tx) => {
      const company = await tx.manager.findOne(CompanyEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!company || company.deletedAt) throw new Problem('not-found');
      const before = await this.queries.one(id, tx.manager);
      const { aftercare } = before;
      if (!aftercare)
        throw Problem.field('rule-broken', 'managerId', 'not-landed', 'only a company that has landed is looked after');
      tx.demand({ ownerId: aftercare.managerId, departmentId: aftercare.managerDepartmentId }, 'company.read');
      await demandVersion(company, version, () => Promise.resolve(before));
      if (managerId === company.accountManagerId) return before;
      const name = managerId && (await this.demandManager(tx, actor, managerId));
      company.accountManagerId = managerId;
      company.version += 1;
      company.updatedAt = tx.now;
      await tx.manager.save(company);
      const changes = { accountManager: [aftercare.appointed ? aftercare.managerName : null, name] as const };
      await tx.record('company.appointed', { subjectType: 'company', subjectId: id, companyId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  /** @returns the name. @throws Problem `rule-broken` for somebody who cannot look after companies, or is not the head's to appoint */
  private async demandManager(tx: Transaction, actor: Actor, id: string): Promise<string> {
    const [user] = await tx.query<{ name: string; role: Role; departmentId: string; active: boolean }>(
      'SELECT display_name AS name, role, department_id AS "departmentId", active FROM users WHERE id = $1',
      [id],
    );
    if (!user?.active || !reachOf(user.role, 'lead.create'))
      throw Problem.field('rule-broken', 'managerId', 'unsuitable', 'choose an active officer or head');
    if (!actor.departmentIds.includes(user.departmentId))
      throw Problem.field('rule-broken', 'managerId', 'out-of-reach', 'choose somebody of your own department');
    return user.name;
  }
}
