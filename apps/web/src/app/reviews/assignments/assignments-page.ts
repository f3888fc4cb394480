import { Component, computed, input } from '@angular/core';
import type { Assignment } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, totalText } from '../../kit';
import { reviewWords } from '../review-words';
import { AssignmentList } from './assignment-list';

/** All assignments within reach: for a collaborating department, its work; what is due first stands first. */
@Component({
  selector: 'crm-assignments-page',
  imports: [AssignmentList, PageHeader],
  template: `
    <ui-page-header [heading]="t().assignment.page">
      <span class="soft" role="status">{{ total() }}</span>
      <button class="button small" type="button" [attr.aria-pressed]="!everything()" (click)="narrow({ all: null })">
        {{ t().assignment.open }}
      </button>
      <button class="button small" type="button" [attr.aria-pressed]="everything()" (click)="narrow({ all: 'true' })">
        {{ t().assignment.all }}
      </button>
    </ui-page-header>
    <section class="card"><crm-assignment-list [list]="list" /></section>
  `,
  host: { class: 'page' },
})
export class AssignmentsPage {
  protected readonly t = reviewWords();
  protected readonly narrow = addressBar();

  readonly all = input<string>();

  protected readonly everything = computed(() => this.all() === 'true');
  protected readonly list = new Paged<Assignment>('/api/v1/assignments', () => ({
    state: this.everything() ? undefined : 'open,accepted,answered',
    limit: 50,
  }));
  protected readonly total = totalText(this.list);
}
