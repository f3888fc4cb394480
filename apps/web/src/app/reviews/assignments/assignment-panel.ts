import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { Assignment, Department } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { mayOn, SmallForm, type SmallField, type SmallValues } from '../../kit';
import { Api } from '../../platform/api';
import { Session } from '../../platform/session';
import { reviewWords } from '../review-words';
import { AssignmentList } from './assignment-list';

/** What other departments are asked to do for a deal. */
@Component({
  selector: 'crm-assignment-panel',
  imports: [AssignmentList, SmallForm],
  template: `
    <div class="spread">
      <h2>{{ t().assignment.heading }}</h2>
      @if (mayGive()) {
        <button class="button small" type="button" (click)="giving.set(true)">{{ t().assignment.add }}</button>
      }
    </div>
    <crm-assignment-list [list]="list" (changed)="changed.emit()" />
    @if (giving()) {
      <crm-small-form
        [heading]="t().assignment.add"
        [fields]="fields()"
        [save]="save"
        [keepAs]="'assignment.new.' + deal().id"
        [isNew]="true"
        [done]="t().assignment.given"
        (saved)="renew()"
        (closed)="renew()"
      />
    }
  `,
  host: { class: 'card stack' },
})
export class AssignmentPanel {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  protected readonly t = reviewWords();

  readonly deal = input.required<{ id: string; ownerId: string; departmentId: string }>();
  readonly changed = output();

  protected readonly list = new Paged<Assignment>('/api/v1/assignments', () => ({ deal: this.deal().id, limit: 50 }));
  private readonly departments = new Paged<Department>('/api/v1/departments', () => ({ limit: 200 }));
  protected readonly mayGive = computed(() => mayOn(this.session, 'assignment.create', this.deal()));
  protected readonly giving = signal(false);
  protected readonly fields = computed((): SmallField[] => {
    const words = this.t().assignment;
    const options = this.departments
      .items()
      .filter(({ active, id }) => active && id !== this.deal().departmentId)
      .map(({ id, name }) => ({ value: id, label: name }));
    return [
      { name: 'departmentId', label: words.department, as: 'choice', required: true, options },
      { name: 'title', label: words.title, as: 'text', required: true, hint: words.titleHint },
      { name: 'what', label: words.what, as: 'area', required: true },
      { name: 'dueOn', label: words.dueOn, as: 'day', required: true },
    ];
  });

  protected readonly save = ({ departmentId, title, what, dueOn }: SmallValues, key: string) =>
    this.api.post(`/deals/${this.deal().id}/assignments`, { departmentId, title, what, dueOn }, key);

  protected renew(): void {
    this.giving.set(false);
    this.list.reload();
    this.changed.emit();
  }
}
