import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { PlannedFollowUps } from '@torch/contracts';
import { Dialog } from '@torch/ui';
import { Notices } from '../../kit';
import { leadWords } from '../lead-words';
import type { ChosenLeads } from './chosen-leads';
import { FollowUpForm } from './follow-up-form';

/** What is done with the leads that were chosen in a list: the same next step is planned for each. */
@Component({
  selector: 'crm-plan-follow-ups',
  imports: [Dialog, FollowUpForm],
  templateUrl: './plan-follow-ups.html',
  styles: `
    /* At the foot of the window, whatever is chosen how far above: the list does not move away below it. */
    :host {
      position: sticky;
      inset-block-end: 12px;
      z-index: 2;
    }
    .notice {
      max-height: 30vh;
      overflow: auto;
    }
    @media (width < 900px) {
      :host {
        inset-block-end: calc(72px + env(safe-area-inset-bottom));
      }
    }
  `,
  host: { class: 'stack' },
})
export class PlanFollowUps {
  private readonly notices = inject(Notices);
  protected readonly t = leadWords();

  readonly chosen = input.required<ChosenLeads>();
  /** Something was planned: the list may say when next. */
  readonly planned = output();

  protected readonly ids = computed(() =>
    this.chosen()
      .leads()
      .map(({ id }) => id),
  );
  /** How many of them are given up. */
  protected readonly lost = computed(
    () =>
      this.chosen()
        .leads()
        .filter(({ lost }) => lost).length,
  );
  protected readonly asking = signal(false);
  protected readonly refused = signal<readonly string[]>([]);

  protected begin(): void {
    this.refused.set([]);
    this.asking.set(true);
  }

  /** Those that got none stay chosen, and it is said why. */
  protected tell({ items }: PlannedFollowUps): void {
    const failed = items.filter(({ ok }) => !ok);
    const titles = new Map(
      this.chosen()
        .leads()
        .map(({ id, title }) => [id, title]),
    );
    const words: Record<string, string> = this.t().planRefused;
    this.refused.set(
      failed.map(({ leadId, errors }) => {
        const why = words[errors[0]?.code ?? ''] ?? this.t().planRefused.other;
        return this.t().planRefusedFor(titles.get(leadId) ?? '', why);
      }),
    );
    if (items.length > failed.length) this.notices.done(this.t().planned(items.length - failed.length));
    this.asking.set(false);
    this.chosen().only(failed.map(({ leadId }) => leadId));
    this.planned.emit();
  }
}
