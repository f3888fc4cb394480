import { Today } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get } from '@nestjs/common';
import { CurrentActor, CurrentSignIn, Requires, Returns } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { TodayQueries } from './today.queries';

@Controller('today')
export class TodayController {
  constructor(private readonly queries: TodayQueries) {}

  @Get()
  @Requires('followUp.read')
  @Returns(Today)
  read(@CurrentActor() actor: Actor, @CurrentSignIn() { timeZone }: SignedIn): Promise<Today> {
    return this.queries.read(actor, timeZone);
  }
}
