import { Absence, AbsencePage, AbsenceQuery, CreateAbsence, IdParams, UpdateAbsence } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { AbsenceQueries } from './absence.queries';
import { AbsenceService } from './absence.service';

@Controller('absences')
export class AbsenceController {
  constructor(
    private readonly absences: AbsenceService,
    private readonly queries: AbsenceQueries,
  ) {}

  @Get()
  @Requires('absence.read')
  @Returns(AbsencePage)
  page(@CurrentActor() actor: Actor, @Query({ schema: AbsenceQuery }) query: AbsenceQuery) {
    return this.queries.page(actor, query);
  }

  @Get(':id')
  @Requires('absence.read')
  @Returns(Absence)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  @Post()
  @Requires('absence.edit')
  @Returns(Absence, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateAbsence }) input: CreateAbsence) {
    return this.absences.create(actor, input);
  }

  @Patch(':id')
  @Requires('absence.edit')
  @Returns(Absence)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateAbsence }) input: UpdateAbsence,
  ) {
    return this.absences.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('absence.edit')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.absences.remove(actor, id);
  }
}
