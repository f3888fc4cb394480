import { Component, computed, inject } from '@angular/core';
import type { FunnelRecord } from '@torch/contracts';
import {
  type FunnelDimension,
  funnelDimensions,
  funnelParts,
  funnelSteps,
  type FunnelView,
  funnelViews,
  stageOfStep,
} from '@torch/domain';
import { Paged } from '@torch/ui';
import { Times, totalText } from '../kit';
import { ExportButton } from '../ledgers/export-button';
import { addressState } from './address-state';
import { asQuery, byPeriod, openedOn, questionOf } from './funnel-address';
import { FunnelNames } from './funnel-names';
import { funnelSentence } from './funnel-sentence';
import { funnelWords } from './funnel-words';
import { dash } from './percent';
import { RecordsFrame } from './records-frame';
import type { RecordRow } from './records-table';

/** The leads behind one figure of a funnel, headed by what they are. */
@Component({
  selector: 'crm-records-page',
  imports: [ExportButton, RecordsFrame],
  template: `<crm-records-frame
    [address]="address()"
    [list]="list"
    [rows]="rows()"
    [lastHead]="t().records.reachedOn(names.step(step()))"
    [sentence]="sentence()"
    [asOf]="asOf()"
    [total]="total()"
    [backPath]="backPath()"
    [back]="back()"
    ><crm-export-button [ledgers]="ledgers" [filters]="narrowing()"
  /></crm-records-frame>`,
})
export class RecordsPage {
  private readonly times = inject(Times);
  protected readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();

  protected readonly address = addressState();
  private readonly view = computed(
    (): FunnelView => funnelViews.find((view) => view === this.address().view) ?? 'cohort',
  );
  protected readonly step = computed(() => funnelSteps.find((step) => step === this.address().step) ?? funnelSteps[0]);
  private readonly opened = computed(() => openedOn(this.address().tab));
  /** Whether deals are counted there. */
  private readonly isDealStep = computed(() => stageOfStep(this.step()) !== null);
  private readonly part = computed(() => funnelParts.find((part) => part === this.address().part) ?? 'reached');
  private readonly dimension = computed((): FunnelDimension | undefined =>
    funnelDimensions.find((each) => each === this.address().groupBy),
  );

  /** Whole in the path: the group without a value is asked for by an empty one. */
  private readonly figure = computed(() => {
    const { group, reason } = this.address();
    return {
      ...questionOf(this.address()),
      step: this.step(),
      part: this.part(),
      ...(group !== undefined && this.dimension() && { group }),
      ...(reason !== undefined && { reason }),
    };
  });
  protected readonly ledgers = ['leads', 'deals'] as const;
  /** The figure itself narrows the ledger, so that the file has what stands behind it. */
  protected readonly narrowing = computed(() => ({ funnel: this.figure() }));
  protected readonly list = new Paged<FunnelRecord>(
    () => `/api/v1/funnel/records?${asQuery(this.figure())}`,
    () => ({ limit: 50 }),
  );
  protected readonly total = totalText(this.list, (count) => this.t().records.total(count));
  protected readonly rows = computed(() =>
    this.list.items().map(({ deals, ...lead }): RecordRow => ({
      lead: { ...lead, deals: this.isDealStep() ? deals : deals.map(({ counted: _, worth: __, ...deal }) => deal) },
      last: lead.reachedOn ? this.names.day(lead.reachedOn) : dash,
    })),
  );

  protected readonly sentence = computed(() =>
    funnelSentence(this.address(), this.t(), this.names, this.times.today(), (dimension, key) =>
      this.groupName(dimension, key),
    ),
  );
  protected readonly asOf = computed(() => {
    const { asOf } = this.address();
    return this.view() !== 'snapshot' && asOf ? this.t().records.asOf(this.names.day(asOf)) : '';
  });
  protected readonly backPath = computed(() => {
    const opened = this.opened();
    if ('cockpit' in opened) return '/cockpit';
    return opened.tab ? `/funnel/${opened.tab}` : '/funnel';
  });
  /** The same question; the day that is today needs no saying, and tomorrow is the next. */
  protected readonly back = computed(() => {
    const opened = this.opened();
    if ('cockpit' in opened) return opened.cockpit;
    const { asOf, compare, left, right, tab, over, ...question } = this.address();
    // One month, or one week, of a course opens: back there, it is the whole course again.
    const [from, to] = over?.split('_') ?? [];
    const days = { ...questionOf(question), ...(from && to && { from, to }) };
    return {
      ...byPeriod(days, question.period, this.times.today()),
      ...(tab === 'origin' && question.step && { step: question.step }),
      ...(tab === 'trend' && question.unit && { unit: question.unit }),
      ...(tab === 'trend' && question.steps && { steps: question.steps }),
      ...(asOf && asOf < this.times.today() && { asOf }),
      ...(compare && { compare }),
      ...(left && { left }),
      ...(right && { right }),
    };
  });

  /** A person or a department is named by the leads themselves. */
  private groupName(dimension: FunnelDimension, key: string): string {
    const [first] = this.list.items();
    const name = dimension === 'owner' ? first?.ownerName : dimension === 'department' ? first?.departmentName : null;
    return this.names.group(dimension, key, name ?? (dimension === 'owner' || dimension === 'department' ? '…' : null));
  }
}
