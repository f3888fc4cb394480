import { CreateScreening, IdParams, Screening, ScreeningList } from '@torch/contracts';
import { type Actor, changesBetween } from '@torch/domain';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { LeadEntity, LeadQueries } from '../leads';
import { lockRecord } from '../platform/database/records';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';

const select = `SELECT s.id, s.aspects, s.conclusion, s.remark, s.created_at AS "createdAt", u.display_name AS "authorName"
  FROM screenings s JOIN users u ON u.id = s.author_id`;

/** Screening opinions (研判) on a lead: written, never rewritten; the newest holds. */
@Controller('leads/:id/screenings')
export class ScreeningController {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly leads: LeadQueries,
  ) {}

  @Get()
  @Requires('screening.read')
  @Returns(ScreeningList)
  async list(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    await this.leads.visible(actor, id);
    const items: Screening[] = await this.db.query(`${select} WHERE s.lead_id = $1 ORDER BY s.created_at DESC`, [id]);
    return { items };
  }

  @Post()
  @Requires('screening.write')
  @Returns(Screening, 201)
  write(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id: leadId }: IdParams,
    @Body({ schema: CreateScreening }) { aspects, conclusion, remark }: CreateScreening,
  ): Promise<Screening> {
    return this.work.run(actor, 'screening.write', async (tx) => {
      const lead = await lockRecord(tx, LeadEntity, leadId, 'lead.read');
      const id = uuid();
      await tx.query(
        'INSERT INTO screenings (id, lead_id, author_id, aspects, conclusion, remark, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [id, leadId, tx.actorId, JSON.stringify(aspects), conclusion, remark, tx.now],
      );
      const changes = changesBetween(null, { conclusion, remark });
      await tx.record('lead.screened', {
        subjectType: 'lead',
        subjectId: leadId,
        leadId,
        companyId: lead.companyId,
        changes,
      });
      const [written] = await tx.query<Screening>(`${select} WHERE s.id = $1`, [id]);
      return written as Screening;
    });
  }
}
