import type { KpiQuery, KpiRecordItem, KpiRecordsQuery, Kpis, Page } from '@torch/contracts';
import { Problem } from '@torch/contracts';
import {
  type Actor,
  dateOfDay,
  dayNumber,
  entryIn,
  kpiCodes,
  type KpiEntry,
  type KpiPart,
  type KpiRecord,
  may,
  recordsBehind,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { whereText } from '../leads';
import { Config } from '../platform/config';
import { Where } from '../platform/database/list';
import { dateIn } from '../platform/time';
import { figuresOf } from './figure-view';
import { KpiFacts, type KpiSpan } from './kpi-facts';
import { pageOfList } from './page-of';
import { RecordNames, shareOf } from './record-names';

/** The indicators of a period within the reader's reach, and the records behind each. */
@Injectable()
export class KpiQueries {
  constructor(
    private readonly db: DataSource,
    private readonly facts: KpiFacts,
    private readonly names: RecordNames,
    private readonly config: Config,
  ) {}

  async figures(actor: Actor, query: KpiQuery): Promise<Kpis> {
    const span = this.spanOf(query);
    const countedAt = new Date().toISOString();
    const records = await this.read(actor, query, span);
    return {
      from: dateOfDay(span.from),
      to: dateOfDay(span.to),
      asOf: dateOfDay(span.asOf),
      countedAt,
      timeZone: span.timeZone,
      reportingCurrency: span.reporting,
      items: figuresOf(records, kpiCodes, span.reporting),
    };
  }

  async records(actor: Actor, query: KpiRecordsQuery): Promise<Page<KpiRecordItem>> {
    const { kpi, side, step, reason } = query;
    return this.pageOf(
      actor,
      await this.read(actor, query, this.spanOf(query)),
      { figure: kpi, side, step, reason },
      query,
    );
  }

  /** The records behind a part of a figure, named. */
  async pageOf(
    actor: Actor,
    records: readonly KpiRecord[],
    part: KpiPart,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<KpiRecordItem>> {
    const { items, ...rest } = pageOfList(recordsBehind(records, part), ({ id }) => id, page);
    const named = await this.names.named(actor, items);
    return {
      ...rest,
      items: named.map((item, index) => ({
        ...item,
        share: shareOf(entryIn(items[index] as KpiRecord, part) as KpiEntry),
      })),
    };
  }

  /** What counts within the reader's reach for a period. */
  async read(actor: Actor, query: KpiQuery, span: KpiSpan, withFunnel = false): Promise<KpiRecord[]> {
    const where = new Where().within(actor, 'kpi.read', 'l', 'l.id', { ownersLead: true });
    narrow(where, query);
    const records = await this.facts.read(this.db.manager, where, span, withFunnel);
    // What lies in the pool is nobody's: only who reads the department sees it.
    return records.filter((record) => may(actor, 'kpi.read', record));
  }

  private spanOf({ from, to, asOf }: KpiQuery): KpiSpan {
    const { REPORTING_TIME_ZONE: timeZone, REPORTING_CURRENCY: reporting } = this.config.settings;
    const today = dateIn(timeZone);
    const last = to ?? today;
    const first = from ?? `${last.slice(0, 4)}-01-01`;
    if (first > last) throw Problem.field('malformed', 'from', 'after-end', 'the period begins after it ends');
    // What is to come is not known, whatever day is asked for.
    const until = asOf !== undefined && asOf < today ? asOf : today;
    return { from: dayNumber(first), to: dayNumber(last), asOf: dayNumber(until), timeZone, reporting };
  }
}

/** By what a funnel is narrowed too; owners and tags are those of today. */
function narrow(where: Where, query: KpiQuery): void {
  where
    .oneOf(query.cluster, 'l.cluster')
    .oneOf(query.park, 'l.park')
    .oneOf(query.region, 'l.region')
    .oneOf(query.chainGap, 'l.chain_gap')
    .oneOf(query.chainNode, 'l.chain_node')
    .oneOf(query.channel, 'l.channel')
    .oneOf(query.anchor, 'l.anchor')
    .oneOf(query.department, 'l.department_id')
    // What lies in the pool is its department's, and nobody's.
    .when(query.owner, 'l.pooled_at IS NULL AND l.owner_id = ANY(?)')
    .when(query.chain, 'l.chain_node IN (SELECT n.code FROM chain_nodes n WHERE n.chain_code = ANY(?))')
    .when(query.tier, 'EXISTS (SELECT FROM company_tiers t WHERE t.company_id = l.company_id AND t.code = ANY(?))');
  if (query.q) whereText(where, query.q);
}
