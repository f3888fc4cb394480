import type {
  FlowRecord,
  FlowRecordsQuery,
  FunnelFlow,
  FunnelPeriodQuery,
  FunnelStays,
  FunnelTrend,
  Page,
  StayQuery,
  StayRecord,
  StayRecordsQuery,
  TrendQuery,
} from '@torch/contracts';
import {
  type Actor,
  dateOfDay,
  type FunnelColumns,
  leadsMoved,
  leadsStaying,
  type PeriodQuestion,
  placeOfLead,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { FunnelDesk } from './funnel-desk';

/** How leads moved through the funnel in a period, and how long they stood where; and the leads behind each figure. */
@Injectable()
export class MovementQueries {
  constructor(private readonly desk: FunnelDesk) {}

  async flow(actor: Actor, query: FunnelPeriodQuery): Promise<FunnelFlow> {
    const { table, question, knowledge, answer } = await this.ask(actor, query);
    return { ...answer, links: table.flow(question, knowledge) };
  }

  async flowRecords(
    actor: Actor,
    { source: from, target: to, limit, cursor, ...query }: FlowRecordsQuery,
  ): Promise<Page<FlowRecord>> {
    const { table, question, knowledge } = await this.ask(actor, query);
    const moved = new Map(leadsMoved(table, question, knowledge, { from, to }).map(({ id, on }) => [id, on]));
    return this.desk.page([...moved.keys()], { limit, cursor }, ({ id }) => ({
      ...placeAt(table, id, question, question.asOf),
      movedOn: moved.get(id) ?? '',
    }));
  }

  async trend(actor: Actor, { unit, ...query }: TrendQuery): Promise<FunnelTrend> {
    const { table, question, knowledge, answer } = await this.ask(actor, query);
    const points = table.trend(question, knowledge, unit);
    return {
      ...answer,
      unit,
      points: points.map(({ from, to, counts }) => ({ from: dateOfDay(from), to: dateOfDay(to), counts })),
    };
  }

  async stays(actor: Actor, { kind, ...query }: StayQuery): Promise<FunnelStays> {
    const { table, question, knowledge, answer } = await this.ask(actor, query);
    return { ...answer, kind, steps: table.stays({ ...question, kind }, knowledge) };
  }

  async stayRecords(
    actor: Actor,
    { kind, step, bucket, limit, cursor, ...query }: StayRecordsQuery,
  ): Promise<Page<StayRecord>> {
    const { table, question, knowledge } = await this.ask(actor, query);
    const stays = leadsStaying(table, { ...question, kind }, knowledge, { step, bucket: bucket ?? null });
    const stayed = new Map(stays.map(({ id, days }) => [id, days]));
    const until = kind === 'standing' ? Math.min(question.to, question.asOf) : question.asOf;
    return this.desk.page([...stayed.keys()], { limit, cursor }, ({ id }) => ({
      ...placeAt(table, id, question, until),
      stayed: stayed.get(id) ?? 0,
    }));
  }

  private async ask(actor: Actor, query: FunnelPeriodQuery) {
    const table = await this.desk.table();
    const [question, knowledge] = await Promise.all([this.desk.periodOf(actor, query), this.desk.knowledge()]);
    const answer = {
      from: dateOfDay(question.from),
      to: dateOfDay(question.to),
      asOf: dateOfDay(question.asOf),
      countedAt: new Date().toISOString(),
      timeZone: this.desk.timeZone,
    };
    return { table, question, knowledge, answer };
  }
}

/** Where a lead stands at the end of a day. */
function placeAt(table: FunnelColumns, id: string, question: PeriodQuestion, day: number) {
  const then = { ...question, view: 'snapshot', to: day, asOf: day, within: null, groupBy: null } as const;
  const { step, footing, days } = placeOfLead(table, id, then, 'created');
  return { step, footing, days };
}
