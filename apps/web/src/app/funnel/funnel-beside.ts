import { Component, computed, inject, input, output } from '@angular/core';
import type { Funnel } from '@torch/contracts';
import type { FunnelDimension } from '@torch/domain';
import type { FunnelAddress } from './funnel-address';
import { FunnelCompare } from './funnel-compare';
import { FunnelNames } from './funnel-names';
import { funnelWords } from './funnel-words';
import { groupCode, groupOf } from './group-code';

/** Two groups of a funnel, chosen by name and set side by side. */
@Component({
  selector: 'crm-funnel-beside',
  imports: [FunnelCompare],
  template: `
    <div class="fields">
      <label>
        <span>{{ t().beside.first }}</span>
        <select #one (change)="changed.emit({ left: one.value || null })">
          <option value="">{{ t().beside.none }}</option>
          @for (each of choices(); track each.code) {
            <option [value]="each.code" [selected]="each.code === left()?.code">{{ each.name }}</option>
          }
        </select>
      </label>
      <label>
        <span>{{ t().beside.second }}</span>
        <select #other (change)="changed.emit({ right: other.value || null })">
          <option value="">{{ t().beside.none }}</option>
          @for (each of choices(); track each.code) {
            <option [value]="each.code" [selected]="each.code === right()?.code">{{ each.name }}</option>
          }
        </select>
      </label>
    </div>
    @if (left(); as first) {
      @if (right(); as second) {
        <crm-funnel-compare
          [now]="first.funnel"
          [before]="second.funnel"
          [nowAsked]="first.asked"
          [beforeAsked]="second.asked"
          [nowName]="first.name"
          [beforeName]="second.name"
        />
      }
    }
  `,
  styleUrl: './fields.css',
  host: { class: 'stack tight' },
})
export class FunnelBeside {
  private readonly names = inject(FunnelNames);
  protected readonly t = funnelWords();

  readonly funnel = input.required<Funnel>();
  readonly question = input.required<FunnelAddress>();
  readonly dimension = input.required<FunnelDimension>();
  /** Which two are chosen. */
  readonly address = input.required<FunnelAddress>();
  readonly changed = output<Readonly<Record<string, string | null>>>();

  protected readonly choices = computed(() =>
    this.funnel().groups.map(({ key, name }) => ({
      code: groupCode(key),
      name: this.names.group(this.dimension(), key, name),
    })),
  );
  protected readonly left = computed(() => this.chosen(this.address().left));
  protected readonly right = computed(() => this.chosen(this.address().right));

  private chosen(code: string | undefined) {
    const group = groupOf(this.funnel().groups, code);
    if (!group || code === undefined) return null;
    return {
      code,
      name: this.names.group(this.dimension(), group.key, group.name),
      funnel: { ...this.funnel(), steps: group.steps },
      asked: { ...this.question(), group: group.key ?? '' },
    };
  }
}
