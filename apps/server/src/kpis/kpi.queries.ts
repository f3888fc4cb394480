import type { KpiQuery, KpiRecordItem, KpiRecordsQuery, Kpis, Page } from '@torch/contracts';
import { Problem } from '@torch/contracts';
import {
  type Actor,
  dateOfDay,
  dayNumber,
  entryIn,
  type KpiCode,
  kpiCodes,
  type KpiEntry,
  type KpiPart,
  type KpiRecord,
  KpiSums,
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
import { type PageAsked, PageOf } from './page-of';
import { noShare, RecordNames, shareOf } from './record-names';

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
    const sums = new KpiSums(kpiCodes);
    for await (const records of this.read(actor, query, span)) sums.add(records);
    return {
      from: dateOfDay(span.from),
      to: dateOfDay(span.to),
      asOf: dateOfDay(span.asOf),
      countedAt,
      timeZone: span.timeZone,
      reportingCurrency: span.reporting,
      items: figuresOf(sums, span.reporting),
    };
  }

  async records(actor: Actor, query: KpiRecordsQuery): Promise<Page<KpiRecordItem>> {
    const { kpi, side, step, reason } = query;
    return this.pageOf(
      actor,
      this.read(actor, query, this.spanOf(query), kpi),
      { figure: kpi, side, step, reason },
      query,
    );
  }

  /**
   * The records behind a part of a figure, named: whatever page is asked for, all of them are read once, since what a record
   * counts for is told by its whole history.
   */
  async pageOf(
    actor: Actor,
    batches: AsyncIterable<readonly KpiRecord[]>,
    part: KpiPart,
    asked: PageAsked,
  ): Promise<Page<KpiRecordItem>> {
    const page = new PageOf<KpiRecord>(({ id }) => id, asked);
    for await (const records of batches) page.add(recordsBehind(records, part));
    return this.told(actor, page.page(), part);
  }

  /** A page of records with their names and what they count for in a part of a figure. */
  async told(actor: Actor, { items, ...rest }: Page<KpiRecord>, part: KpiPart): Promise<Page<KpiRecordItem>> {
    const named = await this.names.named(actor, items);
    return {
      ...rest,
      items: named.map((item, index) => ({
        ...item,
        // Of what has become confidential, nothing is told but that it counted.
        share: item.code === null ? noShare : shareOf(entryIn(items[index] as KpiRecord, part) as KpiEntry),
      })),
    };
  }

  /** What counts within the reader's reach for a period, a few leads at a time. */
  private async *read(
    actor: Actor,
    query: KpiQuery,
    span: KpiSpan,
    only?: KpiCode,
  ): AsyncGenerator<KpiRecord[], void, undefined> {
    const where = new Where().within(actor, 'kpi.read', 'l', 'l.id', { ownersLead: true });
    narrow(where, query);
    for await (const { records } of this.facts.read(this.db.manager, where, span, { only }))
      // What lies in the pool is nobody's: only who reads the department sees it.
      yield records.filter((record) => may(actor, 'kpi.read', record));
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
