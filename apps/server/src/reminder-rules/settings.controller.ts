import { ReminderSettings, UpdateReminderSettings } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Get, Patch } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { SettingsService } from './settings.service';

@Controller('reminder-settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Get()
  @Requires('reminderRule.edit')
  @Returns(ReminderSettings)
  read() {
    return this.settings.read();
  }

  @Patch()
  @Requires('reminderRule.edit')
  @Returns(ReminderSettings)
  update(@CurrentActor() actor: Actor, @Body({ schema: UpdateReminderSettings }) input: UpdateReminderSettings) {
    return this.settings.update(actor, input);
  }
}
