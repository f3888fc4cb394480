import { QuickLog, QuickLogResult } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Post } from '@nestjs/common';
import { CurrentActor, Requires, Returns } from '../platform/http/decorators';
import { QuickLogService } from './quick-log.service';

@Controller('quick-logs')
export class QuickLogController {
  constructor(private readonly quickLogs: QuickLogService) {}

  @Post()
  @Requires('visit.create')
  @Returns(QuickLogResult, 201)
  log(@CurrentActor() actor: Actor, @Body({ schema: QuickLog }) input: QuickLog): Promise<QuickLogResult> {
    return this.quickLogs.log(actor, input);
  }
}
