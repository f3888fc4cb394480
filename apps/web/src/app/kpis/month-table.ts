import { Component, computed, inject, input } from '@angular/core';
import type { ClosedMonth, KpiFigure } from '@torch/contracts';
import { FunnelNames } from '../funnel/funnel-names';
import { differenceOf } from '../kit';
import { KpiNames } from './kpi-names';
import { KpiSideCell } from './kpi-side';
import { kpiWords } from './kpi-words';

type Pair = ClosedMonth['figures'][number];

/** Figures of a closed month as they were frozen, beside what they are now; each opens its records. */
@Component({
  selector: 'crm-month-table',
  imports: [KpiSideCell],
  template: `
    <div class="table cards">
      <table>
        <caption class="visually-hidden">
          {{
            caption()
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col">{{ formulas() ? t().column.kpi : t().month.step }}</th>
            @for (age of ages; track age) {
              <th scope="col">{{ age === 'frozen' ? t().month.frozen : t().month.nowColumn }}</th>
            }
          </tr>
        </thead>
        <tbody>
          @for (pair of figures(); track pair.frozen.code) {
            @let named = names.figure(pair.frozen.code);
            <tr [attr.data-kpi]="pair.frozen.code">
              <td class="head">
                <strong>{{ named.name }}</strong>
                @if (differs(pair)) {
                  <span class="tag warn">{{ t().month.differs }}</span>
                  @if (difference(pair); as text) {
                    <span class="soft small number nowrap">{{ t().month.difference(text) }}</span>
                  }
                }
                @if (formulas()) {
                  <p class="soft small formula">{{ named.formula }}</p>
                }
              </td>
              @for (age of ages; track age) {
                @let figure = pair[age];
                <td [attr.data-of]="age" [attr.data-label]="age === 'frozen' ? t().month.frozen : t().month.nowColumn">
                  <span>
                    @if (figure.kind !== 'count') {
                      <strong class="number more" [attr.title]="names.exact(figure)">{{ names.value(figure) }}</strong>
                    }
                    <crm-kpi-side
                      class="more"
                      [figure]="figure"
                      side="numerator"
                      [path]="path()"
                      [query]="asked[age]"
                    />
                    @if (named.denominator) {
                      <crm-kpi-side
                        class="more"
                        [figure]="figure"
                        side="denominator"
                        [path]="path()"
                        [query]="asked[age]"
                      />
                    }
                    @for (side of rest; track side) {
                      @if (figure[side].count > 0) {
                        <crm-kpi-side
                          class="more"
                          [figure]="figure"
                          [side]="side"
                          [path]="path()"
                          [query]="asked[age]"
                        />
                      }
                    }
                  </span>
                </td>
              }
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .formula {
      max-width: 60ch;
      white-space: normal;
    }
    .more {
      display: block;
    }
    .tag {
      margin-inline-start: 8px;
    }
  `,
})
export class MonthTable {
  protected readonly names = inject(KpiNames);
  private readonly funnel = inject(FunnelNames);
  protected readonly t = kpiWords();
  protected readonly ages = ['frozen', 'now'] as const;
  protected readonly rest = ['undecided', 'apart'] as const;
  protected readonly asked = { frozen: { of: 'frozen' }, now: { of: 'now' } };

  readonly figures = input.required<readonly Pair[]>();
  readonly caption = input.required<string>();
  readonly month = input.required<string>();
  /** Whether each has a formula of its own to tell. */
  readonly formulas = input(true);

  protected readonly path = computed(() => `/month-closes/${this.month()}/records`);

  /** By how much a count or a sum of money is another now; empty where it is the same, and for what is no sum. */
  protected difference({ frozen, now }: Pair): string {
    const [before, after] = [frozen, now].map(({ kind, value, numerator }) =>
      kind === 'count' ? value : kind === 'money' ? (numerator.amount?.amount ?? null) : null,
    );
    if (!before || !after) return '';
    const by = differenceOf(after, before);
    if (Number(by) === 0) return '';
    const [sign, size] = by.startsWith('-') ? ['−', by.slice(1)] : ['+', by];
    const currency = now.numerator.amount?.currency;
    const money = now.kind === 'money' && currency ? { amount: size, currency } : null;
    return `${sign}${money ? this.funnel.money(money) : this.funnel.count(Number(size))}`;
  }

  protected differs({ frozen, now }: Pair): boolean {
    const text = (figure: KpiFigure) => JSON.stringify(figure);
    return text(frozen) !== text(now);
  }
}
