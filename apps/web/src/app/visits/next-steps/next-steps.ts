import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { NextStep, Visit } from '@torch/contracts';
import { Notices, Times } from '../../kit';
import { Api } from '../../platform/api';
import { visitWords } from '../visit-words';

/** What was agreed to be done next; each becomes a follow-up in one touch, once. */
@Component({
  selector: 'crm-next-steps',
  template: `
    <h2>{{ t().field.nextSteps }}</h2>
    <ul class="list">
      @for (step of visit().nextSteps; track step.id) {
        <li class="spread">
          <div class="wrap">
            <p>{{ step.what }}</p>
            <p class="soft small">{{ t().dueBy(day(step.dueOn)) }}</p>
          </div>
          @if (step.followUpId) {
            <span class="tag good">{{ t().isFollowUp }}</span>
          } @else if (mayMake()) {
            <button class="button small" type="button" [disabled]="making() === step.id" (click)="make(step)">
              {{ t().becomeFollowUp }}
            </button>
          }
        </li>
      }
    </ul>
  `,
  host: { class: 'card stack' },
})
export class NextSteps {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly times = inject(Times);
  protected readonly t = visitWords();

  readonly visit = input.required<Visit>();
  readonly mayMake = input(false);
  readonly made = output();

  protected readonly making = signal('');
  protected readonly day = (on: string) => this.times.dayText(on, { dateStyle: 'medium' });
  private readonly path = computed(() => `/visits/${this.visit().id}/next-steps`);

  protected async make({ id }: NextStep): Promise<void> {
    if (this.making() === id) return;
    this.making.set(id);
    try {
      await this.api.post(`${this.path()}/${id}/follow-up`);
      this.notices.done(this.t().followUpMade);
      this.made.emit();
    } catch (error) {
      this.notices.failed(error);
    } finally {
      this.making.set('');
    }
  }
}
