import type { KpiQuery, KpiRecordItem, KpiRecordsQuery, Kpis, Page } from '@torch/contracts';
import {
  type Actor,
  dateOfDay,
  entryIn,
  type FunnelKnowledge,
  type KpiEntry,
  type KpiPart,
  type KpiRecord,
  kpiRecordsBehind,
  may,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FunnelDesk } from '../funnel';
import { Config } from '../platform/config';
import { Where } from '../platform/database/list';
import { figuresOf } from './figure-view';
import { KpiFacts, type KpiSpan } from './kpi-facts';
import { afterOf, type PageAsked, PageOf, pageUpTo } from './page-of';
import { noShare, RecordNames, shareOf } from './record-names';

/** The indicators of a period within the reader's reach, and the records behind each. */
@Injectable()
export class KpiQueries {
  constructor(
    private readonly db: DataSource,
    private readonly desk: FunnelDesk,
    private readonly facts: KpiFacts,
    private readonly names: RecordNames,
    private readonly config: Config,
  ) {}

  async figures(actor: Actor, query: KpiQuery): Promise<Kpis> {
    const { table, question, knowledge, span } = await this.asked(actor, query);
    const countedAt = new Date().toISOString();
    const sums = table.kpiSums(question, knowledge);
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

  /** A page of the records behind a part of a figure: found among all leads, and of those of the page alone the history is read. */
  async records(actor: Actor, query: KpiRecordsQuery): Promise<Page<KpiRecordItem>> {
    const { kpi, side, step, reason, limit, cursor, ...period } = query;
    const after = afterOf({ limit, cursor });
    const { table, question, knowledge, span } = await this.asked(actor, period);
    const part = { figure: kpi, side, step, reason };
    // One more than the page, to know whether there is another.
    const found = kpiRecordsBehind(table, question, knowledge, part, { after, most: limit + 1 });
    const page = found.records.slice(0, limit);
    const where = new Where().within(actor, 'kpi.read', 'l', 'l.id', { ownersLead: true });
    const leadIds = [...new Set(page.map(({ leadId }) => leadId))];
    const read = await this.facts.of(this.db.manager, where, leadIds, span, question);
    const counting = new Map(
      read.flatMap((record) =>
        may(actor, 'kpi.read', record) && entryIn(record, part) ? [[`${record.kind} ${record.id}`, record]] : [],
      ),
    );
    const items = page.flatMap(({ kind, id }) => counting.get(`${kind} ${id}`) ?? []);
    return this.told(
      actor,
      { ...pageUpTo(page.at(-1)?.id, found.records.length > limit), total: found.total, totalIsExact: true, items },
      part,
      span.reporting,
    );
  }

  /**
   * A page of records, named: whatever page is asked for, all of them are read once, since what a record counts for is told by
   * its whole history.
   * @param batches of the records behind the part of a figure
   * @param currency in which it is told
   */
  async pageOf(
    actor: Actor,
    batches: AsyncIterable<readonly KpiRecord[]>,
    part: KpiPart,
    currency: string,
    asked: PageAsked,
  ): Promise<Page<KpiRecordItem>> {
    const page = new PageOf<KpiRecord>(({ id }) => id, asked);
    for await (const records of batches) page.add(records);
    return this.told(actor, page.page(), part, currency);
  }

  /** A page of records with their names and what they count for in a part of a figure. */
  async told(
    actor: Actor,
    { items, ...rest }: Page<KpiRecord>,
    part: KpiPart,
    currency: string,
  ): Promise<Page<KpiRecordItem>> {
    const named = await this.names.named(actor, items);
    return {
      ...rest,
      items: named.map((item, index) => ({
        ...item,
        // Of what has become confidential, nothing is told but that it counted.
        share: item.code === null ? noShare : shareOf(entryIn(items[index] as KpiRecord, part) as KpiEntry, currency),
      })),
    };
  }

  /** What is asked of the leads, with all that has to be known for it. */
  private async asked(actor: Actor, query: KpiQuery) {
    const { timeZone } = this.desk;
    const reporting = this.config.settings.REPORTING_CURRENCY;
    const period = await this.desk.periodOf(actor, query);
    const { from, to, asOf } = period;
    const span: KpiSpan = { from, to, asOf, timeZone, reporting };
    const [measures, knowledge, table] = await Promise.all([
      this.facts.measures(span),
      query.chain ? this.desk.knowledge() : nothingKnown,
      this.desk.table(),
    ]);
    return { table, knowledge, span, question: { ...period, ...measures, reporting } };
  }
}

/** A question that names no chain asks for none, and none of the norms. */
const nothingKnown: FunnelKnowledge = { chainOfNode: new Map(), norms: {} };
