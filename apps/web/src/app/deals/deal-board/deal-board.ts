import { CdkDrag, type CdkDragDrop, CdkDropList, CdkDropListGroup } from '@angular/cdk/drag-drop';
import { CdkScrollable } from '@angular/cdk/scrolling';
import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Board, Deal, DealSummary } from '@torch/contracts';
import { type AnyDealStage, dealStages, isOnRoad, moveKind, type Standing } from '@torch/domain';
import { PageHeader } from '@torch/ui';
import { addressBar, exactAmount, mayOn, Notices, ReadState, Times } from '../../kit';
import { Api } from '../../platform/api';
import { Language } from '../../platform/language';
import { kindOf, problemOf } from '../../platform/problem';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { DealClient } from '../deal-client';
import { dealFilters, dealQuery } from '../deal-filter';
import { DealFilters } from '../deal-filters';
import { DealMove } from '../deal-move/deal-move';
import { dealWords } from '../deal-words';

type Column = Board['columns'][number];

/**
 * Deals by stage, or by the four batches. A card is dragged to another stage, or moved by its button or by Alt and an
 * arrow key; what the way lacks opens the window that says what.
 */
@Component({
  selector: 'crm-deal-board',
  imports: [
    CdkDrag,
    CdkDropList,
    CdkDropListGroup,
    CdkScrollable,
    RouterLink,
    DealFilters,
    DealMove,
    PageHeader,
    ReadState,
  ],
  templateUrl: './deal-board.html',
  styleUrl: './deal-board.css',
  host: { class: 'page' },
})
export class DealBoard {
  private readonly client = inject(DealClient);
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  private readonly language = inject(Language);
  private readonly times = inject(Times);
  protected readonly reference = inject(Reference);
  protected readonly labels = this.language.labels;
  protected readonly t = dealWords();
  protected readonly narrow = addressBar();

  readonly q = input<string>();
  readonly cluster = input<string>();
  readonly region = input<string>();
  readonly owner = input<string>();
  readonly flagged = input<string>();
  readonly by = input<string>();

  protected readonly byBatch = computed(() => this.by() === 'batch');
  private readonly query = dealQuery(this);
  protected readonly kept = computed(() => Object.fromEntries(dealFilters.map((name) => [name, this[name]() ?? null])));
  protected readonly answer = this.client.board(() => ({
    ...this.query(),
    by: this.byBatch() ? 'batch' : 'stage',
    limit: 20,
  }));
  /** What is shown: the server's answer, with what was moved since already in its place. */
  protected readonly board = linkedSignal<Board | null>(() => (this.answer.hasValue() ? this.answer.value() : null));
  protected readonly wish = signal<{ deal: Deal; to: AnyDealStage | '' } | null>(null);
  /** Read out to who cannot see a card change its place. */
  protected readonly said = signal('');
  protected readonly busy = signal('');
  /** The column of which more is being read. */
  protected readonly reading = signal('');
  protected readonly isHead = computed(() => {
    const wish = this.wish();
    return wish !== null && mayOn(this.session, 'deal.override', wish.deal);
  });

  constructor() {
    effect(() => {
      if (this.answer.status() === 'resolved') untracked(() => this.board.set(this.answer.value() ?? null));
    });
  }

  protected heading({ key }: Column): string {
    const { batch, dealStage }: Record<'batch' | 'dealStage', Record<string, string>> = this.labels();
    return (this.byBatch() ? batch[key] : dealStage[key]) ?? key;
  }

  protected count({ total, totalIsExact }: Column): string {
    return totalIsExact
      ? total.toLocaleString(this.language.current())
      : `${total.toLocaleString(this.language.current())}+`;
  }

  protected money({ totalInvestment }: DealSummary): string {
    return totalInvestment ? exactAmount(totalInvestment, this.language.current()) : '';
  }

  protected days({ stageSince }: DealSummary): number {
    return Math.max(0, Math.round((Date.parse(this.times.today()) - Date.parse(stageSince)) / 86_400_000));
  }

  protected may(deal: DealSummary): boolean {
    return mayOn(this.session, 'deal.move', deal);
  }

  /** Where a column's cards go when they are dropped there; a batch of several stages is no place to drop. */
  private stageOf({ stages }: Column): AnyDealStage | null {
    return stages.length === 1 ? (stages[0] ?? null) : null;
  }

  protected readonly enters = (column: Column) => () => this.stageOf(column) !== null;

  protected drop(event: CdkDragDrop<Column, Column, DealSummary>): void {
    const to = this.stageOf(event.container.data);
    if (to && event.previousContainer !== event.container) void this.move(event.item.data, to);
  }

  /** Alt and an arrow: to the stage behind or before. */
  protected key(event: KeyboardEvent, deal: DealSummary): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!event.altKey || !step) return;
    // On a card it never means the browser's own way back.
    event.preventDefault();
    if (this.busy() || !this.may(deal) || !isOnRoad(deal.stage)) return;
    const to = dealStages[dealStages.indexOf(deal.stage) + step];
    if (to) void this.move(deal, to, true);
  }

  /** Opens the window in which every move can be made. */
  protected async ask(deal: DealSummary, to: AnyDealStage | '' = ''): Promise<void> {
    try {
      this.wish.set({ deal: await this.api.get<Deal>(`/deals/${deal.id}`), to });
    } catch (error) {
      this.notices.failed(error);
    }
  }

  /** What needs neither reason nor evidence is done at once; all else is asked for in the window. */
  private async move(deal: DealSummary, to: AnyDealStage, byKey = false): Promise<void> {
    const kind = moveKind({ stage: deal.stage, stageLeft: deal.stageLeft } as Standing, to);
    if (!kind) {
      this.notices.refused(this.t().error['not-on-the-road']);
      return;
    }
    if (kind !== 'forward' && kind !== 'resume') return this.ask(deal, to);
    const before = this.board();
    this.place(deal, to);
    if (byKey) this.focus(deal.id);
    this.busy.set(deal.id);
    try {
      const after = await this.client.move(deal.id, { version: deal.version, stage: to, override: false });
      this.place(after, to);
      this.told(after, deal.stage, to);
    } catch (error) {
      this.board.set(before);
      if (byKey) this.focus(deal.id);
      const problem = problemOf(error);
      if (problem?.errors.some(({ code }) => code === 'evidence-missing')) await this.ask(deal, to);
      else {
        this.notices.failed(error);
        if (kindOf(problem) === 'stale') this.answer.reload();
      }
    } finally {
      this.busy.set('');
    }
  }

  protected moved(): void {
    this.wish.set(null);
    this.answer.reload();
  }

  protected async more(column: Column): Promise<void> {
    if (this.reading()) return;
    this.reading.set(column.key);
    const sort = 'stageSince';
    try {
      const { items, nextCursor } = await this.client.page({
        ...this.query(),
        ...(this.byBatch() ? { batch: column.key } : { stage: column.key }),
        sort,
        limit: 20,
        cursor: column.nextCursor ?? undefined,
      });
      this.change((each) => {
        if (each.key !== column.key) return each;
        // One that was moved there since the page before stands on it already.
        const fresh = items.filter(({ id }) => each.items.every((known) => known.id !== id));
        return { ...each, items: [...each.items, ...fresh], nextCursor };
      });
    } catch (error) {
      this.notices.failed(error);
    } finally {
      this.reading.set('');
    }
  }

  /** Where the list shows the deals of a column, narrowed alike. */
  protected behind({ key }: Column): Readonly<Record<string, string | null>> {
    return { ...this.kept(), [this.byBatch() ? 'batch' : 'stage']: key };
  }

  /** Says what was done, and offers the way back to who may go it: along the road that is the head alone. */
  private told(deal: DealSummary, from: AnyDealStage, to: AnyDealStage): void {
    const text = this.t().movedTo(deal.title, this.labels().dealStage[to]);
    this.said.set(text);
    if (isOnRoad(from) && !mayOn(this.session, 'deal.override', deal)) return this.notices.done(text);
    this.notices.undoable(text, () => this.ask(deal, from));
  }

  /** A card that changes its column is made anew; whoever moved it by the keyboard goes on from there. */
  private focus(id: string): void {
    const find = () => this.host.nativeElement.querySelector<HTMLElement>(`[data-deal="${id}"] a`)?.focus();
    afterNextRender(find, { injector: this.injector });
  }

  /** Puts a card where it belongs now; by batches it may well stay where it is. */
  private place(deal: DealSummary, to: AnyDealStage): void {
    const goes = (column: Column) => column.stages.includes(to);
    this.change((column) => {
      const without = column.items.filter(({ id }) => id !== deal.id);
      const had = without.length < column.items.length;
      const items = goes(column) ? [...without, { ...deal, stage: to }] : without;
      return { ...column, items, total: column.total + (goes(column) ? 1 : 0) - (had ? 1 : 0) };
    });
  }

  private change(change: (column: Column) => Column): void {
    this.board.update((board) => board && { ...board, columns: board.columns.map(change) });
  }
}
