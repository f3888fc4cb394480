import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { PlannedFollowUps } from '@torch/contracts';
import { Dialog } from '@torch/ui';
import { Notices } from '../../kit';
import { leadWords } from '../lead-words';
import { AttemptKeys } from './attempt-keys';
import { atMost, type ChosenLeads, type Listed, type Lost } from './chosen-leads';
import { FollowUpForm } from './follow-up-form';
import { type NotPlanned, notPlanned } from './not-planned';

/** What is done with the leads that were chosen in a list: the same next step is planned for each. */
@Component({
  selector: 'crm-plan-follow-ups',
  imports: [Dialog, FollowUpForm, RouterLink],
  templateUrl: './plan-follow-ups.html',
  styles: `
    /* At the foot of the window, whatever is chosen how far above: the list does not move away below it. */
    :host {
      position: sticky;
      inset-block-end: 12px;
      z-index: 2;
    }
    :host:not(:empty) {
      margin-block-start: 12px;
    }
    .failed ul {
      max-height: 24vh;
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

  protected readonly attempts = new AttemptKeys();
  /** Those for whom it is planned just now, however the list below changes. */
  protected readonly asking = signal<readonly Listed[]>([]);
  protected readonly ids = computed(() => this.asking().map(({ id }) => id));
  /** How many of them are given up, and how many are listed for a deal that is. */
  protected readonly lost = computed(() => ({ lead: this.lostAs('lead'), deal: this.lostAs('deal') }));
  /** How many of them have got one from here before. */
  protected readonly again = computed(() => this.asking().filter(({ id }) => this.chosen().got(id)).length);
  /** All that got none, of this page of the list and of those before: they are kept until they get theirs. */
  protected readonly failed = signal<readonly NotPlanned[]>([]);
  /** As many as one attempt takes. */
  protected readonly retried = computed(() => this.failed().slice(0, atMost));

  protected begin(leads: readonly Listed[]): void {
    this.asking.set(leads);
  }

  private lostAs(what: Lost): number {
    return this.asking().filter(({ lost }) => lost === what).length;
  }

  protected why({ title, why }: NotPlanned): string {
    const words: Record<string, string> = this.t().planRefused;
    return this.t().planRefusedFor(title, words[why] ?? this.t().planRefused.other);
  }

  protected tell(answer: PlannedFollowUps): void {
    const [tried, ids] = [this.asking(), this.ids()];
    const count = answer.items.filter(({ ok }) => ok).length;
    this.failed.update((before) => notPlanned(before, tried, answer));
    if (count > 0) this.notices.done(this.t().planned(count));
    this.asking.set([]);
    this.chosen().tried(
      ids,
      answer.items.flatMap(({ leadId, ok }) => (ok ? [leadId] : [])),
    );
    this.planned.emit();
  }
}
