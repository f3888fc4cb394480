import { DeliveryHealth as HealthSchema, Mail, Problem } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Get, Post } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { CurrentActor, Requires, Returns } from '../../platform/http/decorators';
import { MailQueries } from '../../platform/mail';
import { DeliveryHealth } from './delivery-health';
import { Heartbeat } from './heartbeat';

/** For the administrator: whether what is due goes out. */
@Controller()
export class DeliveryController {
  constructor(
    private readonly delivery: DeliveryHealth,
    private readonly heartbeat: Heartbeat,
    private readonly work: UnitOfWork,
    private readonly mails: MailQueries,
  ) {}

  @Get('reminders/health')
  @Requires('mail.read')
  @Returns(HealthSchema)
  health() {
    return this.delivery.read();
  }

  /** Sends a mail to the administrator who asks for it. */
  @Post('mails/test')
  @Requires('mail.retry')
  @Returns(Mail, 201)
  test(@CurrentActor() actor: Actor): Promise<Mail> {
    return this.work.run(actor, 'mail.retry', async (tx) => {
      const id = await this.heartbeat.test(tx, actor.id);
      if (id === null) throw new Problem('rule-broken', { detail: 'your account has no mail address' });
      return this.mails.one(id, tx.manager);
    });
  }
}
