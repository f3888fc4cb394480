import { IdParams, Snoozed, SnoozeReminder } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { SnoozeService } from '../reminders';

/** Later: one's own reminders of a matter, by 1, 3 or 7 of one's own working days. */
@Controller()
export class SnoozeController {
  constructor(private readonly snoozes: SnoozeService) {}

  @Post('notifications/:id/snooze')
  @Requires('account.use')
  @Returns(Snoozed)
  notice(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: SnoozeReminder }) { days }: SnoozeReminder,
  ): Promise<Snoozed> {
    return this.snoozes.ofNotice(actor, id, days);
  }

  @Post('follow-ups/:id/snooze')
  @Requires('followUp.read')
  @Returns(Snoozed)
  followUp(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: SnoozeReminder }) { days }: SnoozeReminder,
  ): Promise<Snoozed> {
    return this.snoozes.ofFollowUp(actor, id, days);
  }
}
