import {
  CreateReminderRule,
  IdParams,
  PreviewRule,
  ReminderRule,
  ReminderRules,
  RuleHistory,
  RulePreview,
  TomorrowQuery,
  UpdateReminderRule,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { PreviewService } from './preview';
import { RuleQueries } from './rule.queries';
import { RuleService } from './rule.service';
import { TomorrowQueries } from './tomorrow';

/** The rules by which reminders are planned: data that the administrator edits. */
@Controller('reminder-rules')
export class RuleController {
  constructor(
    private readonly rules: RuleService,
    private readonly queries: RuleQueries,
    private readonly previews: PreviewService,
    private readonly days: TomorrowQueries,
  ) {}

  @Get()
  @Requires('reminderRule.read')
  @Returns(ReminderRules)
  all() {
    return this.queries.all();
  }

  /** What is planned by all rules for tomorrow, or another day. */
  @Get('tomorrow')
  @Requires('reminderRule.foresee')
  @Returns(RulePreview)
  tomorrow(@CurrentActor() actor: Actor, @Query({ schema: TomorrowQuery }) query: TomorrowQuery) {
    return this.days.read(actor, query);
  }

  @Get(':id')
  @Requires('reminderRule.read')
  @Returns(ReminderRule)
  one(@Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.one(id);
  }

  @Get(':id/history')
  @Requires('reminderRule.read')
  @Returns(RuleHistory)
  async history(@Param({ schema: IdParams }) { id }: IdParams) {
    return { items: await this.queries.history(id) };
  }

  @Post()
  @Requires('reminderRule.edit')
  @Returns(ReminderRule, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateReminderRule }) input: CreateReminderRule) {
    return this.rules.create(actor, input);
  }

  /** Tries a rule on the records as they are, and writes nothing. */
  @Post('preview')
  @HttpCode(200)
  @Requires('reminderRule.edit')
  @Returns(RulePreview)
  preview(@Body({ schema: PreviewRule }) draft: PreviewRule) {
    return this.previews.try(draft);
  }

  @Patch(':id')
  @Requires('reminderRule.edit')
  @Returns(ReminderRule)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateReminderRule }) input: UpdateReminderRule,
  ) {
    return this.rules.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('reminderRule.edit')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.rules.remove(actor, id);
  }
}
