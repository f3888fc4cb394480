import { type CreateTour, Problem, type Tour, type UpdateTour } from '@torch/contracts';
import { type Actor, changesBetween, type Permission } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { TourQueries } from './tour.queries';

const fields = ['title', 'fromOn', 'toOn', 'leadPerson', 'members', 'cities'] as const;
type Facts = Pick<Tour, (typeof fields)[number]>;
const factsOf = (tour: Facts) => Object.fromEntries(fields.map((name) => [name, tour[name]])) as unknown as Facts;
const valuesOf = (tour: Facts) => fields.map((name) => tour[name]);

@Injectable()
export class TourService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: TourQueries,
  ) {}

  create(actor: Actor, input: CreateTour): Promise<Tour> {
    return this.work.run(actor, 'visit.create', async (tx) => {
      demandOrder(input);
      const id = uuid();
      await tx.query(
        `INSERT INTO tours (id, owner_id, department_id, title, from_on, to_on, lead_person, members, cities)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [id, actor.id, actor.departmentId, ...valuesOf(input)],
      );
      await tx.record('tour.created', { subjectType: 'tour', subjectId: id, changes: changesBetween(null, input) });
      return this.queries.one(id, tx.manager);
    });
  }

  update(actor: Actor, id: string, { version, ...input }: UpdateTour): Promise<Tour> {
    return this.work.run(actor, 'visit.update', async (tx) => {
      const tour = await this.lock(tx, actor, id, 'visit.read');
      await demandVersion(tour, version, () => Promise.resolve(tour));
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const after: Facts = { ...factsOf(tour), ...given };
      const changes = changesBetween(factsOf(tour), after);
      if (Object.keys(changes).length === 0) return tour;
      demandOrder(after);
      await tx.query(
        `UPDATE tours SET title = $2, from_on = $3, to_on = $4, lead_person = $5, members = $6, cities = $7,
           version = version + 1, updated_at = now() WHERE id = $1`,
        [id, ...valuesOf(after)],
      );
      await tx.record('tour.updated', { subjectType: 'tour', subjectId: id, changes });
      return this.queries.one(id, tx.manager);
    });
  }

  /** Removes a tour; its visits stay, each by itself. */
  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'visit.delete', async (tx) => {
      const { title } = await this.lock(tx, actor, id, 'visit.read');
      const visits = await tx.query<{ id: string; lead_id: string | null; company_id: string }>(
        `WITH left_alone AS (
           UPDATE visits SET tour_id = NULL, version = version + 1, updated_at = now() WHERE tour_id = $1 RETURNING id, lead_id, company_id
         ) SELECT * FROM left_alone`,
        [id],
      );
      for (const visit of visits)
        await tx.record('visit.updated', {
          subjectType: 'visit',
          subjectId: visit.id,
          leadId: visit.lead_id,
          companyId: visit.company_id,
          changes: { tourId: [id, null] },
        });
      await tx.query('DELETE FROM tours WHERE id = $1', [id]);
      await tx.record('tour.deleted', { subjectType: 'tour', subjectId: id, changes: { title: [title, null] } });
    });
  }

  private async lock(tx: Transaction, actor: Actor, id: string, read: Permission): Promise<Tour> {
    await tx.query('SELECT FROM tours WHERE id = $1 FOR UPDATE', [id]);
    const tour = await this.queries.visible(actor, id, tx.manager);
    tx.demand(tour, read);
    return tour;
  }
}

function demandOrder({ fromOn, toOn }: Pick<Tour, 'fromOn' | 'toOn'>): void {
  if (toOn < fromOn) throw Problem.field('rule-broken', 'toOn', 'before-start', 'the end cannot be before the start');
}
