import { Component, computed, inject, input } from '@angular/core';
import type { Coverage, CoverageCell } from '@torch/contracts';
import { chainGaps, type CoverageCounts, type CoverageKind, coverageKinds, type RegionStrategy } from '@torch/domain';
import { EmptyState, PageHeader } from '@torch/ui';
import { answered } from '../funnel/kept';
import { addressBar, download, ReadState, Times } from '../kit';
import { read } from '../platform/api';
import { Language } from '../platform/language';
import { Reference } from '../platform/reference';
import { SavedViews } from '../views/saved-views';
import { coverageCsv } from './coverage-csv';
import { CoverageFigures } from './coverage-figures';
import { coveragePart } from './coverage-part';
import { coverageWords } from './coverage-words';

/** How dark the darkest cell is, in percent of the colour: any darker, and the words on it would be hard to read. */
const darkest = 34;
/** What the matrix is asked for to show the gaps alone on which nobody works. */
const blank = 'blank';
const code = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/** Which gaps of the chains are worked on where: every number opens its records, and what nobody works on is marked. */
@Component({
  selector: 'crm-coverage-page',
  imports: [CoverageFigures, EmptyState, PageHeader, ReadState, SavedViews],
  templateUrl: './coverage-page.html',
  styleUrl: './coverage-page.css',
  host: { class: 'page' },
})
export class CoveragePage {
  private readonly language = inject(Language);
  protected readonly reference = inject(Reference);
  protected readonly times = inject(Times);
  protected readonly labels = this.language.labels;
  protected readonly pages = ['coverage'] as const;
  protected readonly t = coverageWords();
  protected readonly narrow = addressBar();
  protected readonly gaps = chainGaps;
  protected readonly blank = blank;
  protected readonly kinds = coverageKinds;

  readonly chain = input<string>();
  readonly cluster = input<string>();
  readonly gap = input<string>();
  /** One column alone. */
  readonly region = input<string>();
  /** One kind of number alone, or the gaps alone on which nobody works somewhere. */
  readonly show = input<string>();

  /** What narrows the matrix, as far as it can be asked for. */
  protected readonly filters = computed(() => {
    const [chain, cluster, gap] = [this.chain(), this.cluster(), chainGaps.find((each) => each === this.gap())];
    return {
      ...(chain && code.test(chain) && { chain }),
      ...(cluster && code.test(cluster) && { cluster }),
      ...(gap && { gap }),
    };
  });
  protected readonly shownKinds = computed((): readonly CoverageKind[] => {
    const only = coverageKinds.find((kind) => kind === this.show());
    return only ? [only] : coverageKinds;
  });
  protected readonly answer = read<Coverage>(() => `/coverage?${new URLSearchParams(this.filters()).toString()}`);
  /** What was read last stays on screen while the next is read. */
  private readonly answered = answered(this.answer, this.filters);
  private readonly whole = computed(() => this.answered()?.value);
  protected readonly onlyBlank = computed(() => this.show() === blank);
  protected readonly coverage = computed(() => {
    const whole = this.whole();
    return whole && coveragePart(whole, this.region(), this.onlyBlank());
  });
  /** Every column that there is to choose from. */
  protected readonly regions = computed(() => this.whole()?.regions ?? []);
  /** The name of the column that is shown alone; empty where all are. */
  protected readonly only = computed(() => {
    const only = this.regions().find(({ code }) => code === this.region());
    return only ? this.reference.label(only) : '';
  });
  /** By what the matrix on screen is narrowed. */
  protected readonly asked = computed(() => this.answered()?.question ?? this.filters());
  private readonly most = computed(() =>
    Math.max(1, ...(this.coverage()?.rows ?? []).flatMap(({ cells }) => cells.map((cell) => this.weight(cell)))),
  );
  /** The rows chain by chain. */
  protected readonly chains = computed(() => {
    const chains = new Map<string, Coverage['rows']>();
    for (const row of this.coverage()?.rows ?? []) chains.set(row.chain, [...(chains.get(row.chain) ?? []), row]);
    return [...chains].map(([chain, rows]) => ({ chain, rows }));
  });
  protected readonly marked = computed(() => {
    const count = (this.coverage()?.uncovered ?? 0).toLocaleString(this.language.current());
    return this.only() ? this.t().markedIn(this.only(), count) : this.t().marked(count);
  });

  /** By the root: most cells hold little, and their differences would not be seen. */
  protected tint(cell: CoverageCell): string | null {
    const weight = this.weight(cell);
    if (weight === 0) return null;
    const percent = Math.round(Math.sqrt(weight / this.most()) * darkest);
    return `color-mix(in srgb, var(--info) ${percent}%, var(--surface))`;
  }

  protected strategy = (strategy: RegionStrategy): string =>
    strategy === 'none' ? this.t().noStrategy : this.labels().regionStrategy[strategy];

  protected save(): void {
    const coverage = this.coverage();
    if (!coverage) return;
    const text = coverageCsv(coverage, this.t(), {
      chain: (each) => this.reference.name('chains', each),
      gap: (each) => this.labels().chainGap[each],
      strategy: (each) => this.strategy(each),
      label: (named) => this.reference.label(named),
    });
    download(`${this.t().file}.csv`, text);
  }

  private weight = (counts: CoverageCounts) => {
    const only = this.shownKinds().length === 1 && this.shownKinds()[0];
    return only ? counts[only] : counts.leads + counts.deals + counts.landed;
  };
}
