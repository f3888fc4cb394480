import { Component, inject, input } from '@angular/core';
import type { KpiFigure } from '@torch/contracts';
import { FunnelNames } from '../funnel/funnel-names';
import { CountLink } from '../funnel/count-link';
import { kpiWords } from './kpi-words';

/** What losing cost: by the step that was left and the reason. */
@Component({
  selector: 'crm-kpi-losses',
  imports: [CountLink],
  template: `
    @if (figure().losses.length > 0) {
      <div class="table cards">
        <table>
          <caption class="visually-hidden">
            {{
              t().kpi.lostLeads.name
            }}
          </caption>
          <thead>
            <tr>
              <th scope="col">{{ t().losses.step }}</th>
              <th scope="col">{{ t().losses.reason }}</th>
              <th scope="col" class="end">{{ t().losses.count }}</th>
              <th scope="col" class="end">{{ t().losses.days }}</th>
              <th scope="col" class="end">{{ t().losses.amount }}</th>
            </tr>
          </thead>
          <tbody>
            @for (each of figure().losses; track each.step + each.reason) {
              <tr [attr.data-loss]="each.step + '.' + each.reason">
                <td class="head">{{ names.step(each.step) }}</td>
                <td [attr.data-label]="t().losses.reason">{{ names.reason(each.reason) }}</td>
                <td class="end" [attr.data-label]="t().losses.count">
                  <crm-count-link [path]="path()" [query]="asked(each)" [count]="each.count" />
                </td>
                <td class="end number" [attr.data-label]="t().losses.days">{{ names.count(each.days) }}</td>
                <td class="end" [attr.data-label]="t().losses.amount">
                  <span>
                    @if (known(each); as sum) {
                      <span class="number" [title]="names.exact(sum)">{{ names.money(sum) }}</span>
                    } @else if (each.unconverted.length === 0) {
                      <span class="soft">{{ t().losses.unknown }}</span>
                    }
                    @for (sum of each.unconverted; track sum.currency) {
                      <span class="soft small more" [title]="names.exact(sum)">{{
                        t().unconverted(names.money(sum))
                      }}</span>
                    }
                  </span>
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    } @else {
      <p class="soft">{{ t().empty }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .end {
      text-align: end;
    }
    .more {
      display: block;
    }
  `,
})
export class KpiLosses {
  protected readonly names = inject(FunnelNames);
  protected readonly t = kpiWords();

  readonly figure = input.required<KpiFigure>();
  readonly path = input.required<string>();
  readonly query = input.required<Readonly<Record<string, string>>>();

  /** The money concerned, as far as any was given: leads without an estimate are not worth nothing. */
  protected known = ({ amount }: KpiFigure['losses'][number]) => (amount && Number(amount.amount) > 0 ? amount : null);

  protected asked = ({ step, reason }: KpiFigure['losses'][number]): Record<string, string> => ({
    ...this.query(),
    kpi: 'lostLeads',
    side: 'numerator',
    step,
    reason,
  });
}
