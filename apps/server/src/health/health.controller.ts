import { Problem } from '@torch/contracts';
import { Controller, Get, Header, HttpCode, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { FunnelMirror } from '../funnel';
import { Config } from '../platform/config';
import { Public } from '../platform/http/decorators';
import { isFromHere } from '../platform/http/loopback';
import { Queues } from '../platform/queue/queues';
import { DeliveryHealth } from '../reminders';
import { registerDeliveryGauges } from './delivery-gauges';
import { registerFunnelGauges } from './funnel-gauges';

/** Milliseconds after which a part that does not answer counts as lost. */
const patience = 2_000;

/** For operation: is the process there, can it work, and how is it doing. */
@Controller()
export class HealthController {
  private readonly registry = new Registry();

  constructor(
    private readonly db: DataSource,
    private readonly queues: Queues,
    private readonly config: Config,
    delivery: DeliveryHealth,
    mirror: FunnelMirror,
  ) {
    collectDefaultMetrics({ register: this.registry });
    registerDeliveryGauges(this.registry, delivery);
    registerFunnelGauges(this.registry, mirror);
  }

  @Get('healthz')
  @Public()
  @HttpCode(200)
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const [database, queue] = await Promise.all([
      answers(this.db.query('SELECT 1')),
      answers(this.queues.ping(patience)),
    ]);
    const ready = database && queue;
    reply.status(ready ? 200 : 503);
    return {
      status: ready ? 'ok' : 'unavailable',
      database: database ? 'ok' : 'unavailable',
      queue: queue ? 'ok' : 'unavailable',
      queueBackend: this.queues.backend,
    };
  }

  /** Prometheus; from this machine, or with the token. */
  @Get('metrics')
  @Public()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(@Req() request: FastifyRequest): Promise<string> {
    const { METRICS_TOKEN } = this.config.settings;
    if (!isFromHere(request) && (!METRICS_TOKEN || request.headers.authorization !== `Bearer ${METRICS_TOKEN}`))
      throw new Problem('not-found');
    return this.registry.metrics();
  }
}

const answers = (work: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    work.then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((resolve) => setTimeout(resolve, patience, false).unref()),
  ]);
