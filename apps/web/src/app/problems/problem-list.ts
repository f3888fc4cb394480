import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ProjectProblem } from '@torch/contracts';
import { type Paged } from '@torch/ui';
import { ListFoot, mayOn, SmallForm, type SmallField, type SmallValues, Times } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { ProblemForm } from './problem-form';
import { problemWords } from './problem-words';

/** Problems, with what their reader can do about them. */
@Component({
  selector: 'crm-problem-list',
  imports: [ListFoot, ProblemForm, RouterLink, SmallForm],
  templateUrl: './problem-list.html',
  host: { class: 'stack' },
})
export class ProblemList {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly t = problemWords();

  readonly list = input.required<Paged<ProjectProblem>>();
  readonly empty = input('');
  /** Whether each says which deal or company it is about. */
  readonly showsSubject = input(false);
  readonly changed = output();

  protected readonly moving = signal<ProjectProblem | null>(null);
  protected readonly editing = signal<ProjectProblem | null>(null);
  protected readonly noteFields = computed((): SmallField[] => {
    const label = this.moving()?.state === 'open' ? this.t().how : this.t().why;
    return [{ name: 'note', label, as: 'area', required: true }];
  });

  protected day = (on: string) => this.times.dayText(on, { dateStyle: 'medium' });

  protected mayChange(problem: ProjectProblem): boolean {
    const { ownerId, departmentId, handlerId, handlerDepartmentId } = problem;
    return (
      mayOn(this.session, 'problem.update', { ownerId, departmentId }) ||
      mayOn(this.session, 'problem.update', { ownerId: handlerId, departmentId: handlerDepartmentId })
    );
  }

  protected readonly move = async ({ note }: SmallValues, key: string) => {
    const { id, version, state } = this.moving() as ProjectProblem;
    const to = state === 'open' ? 'solved' : 'open';
    await this.api.post(`/problems/${id}/state`, { version, state: to, note }, key);
    return to === 'solved' ? this.t().solved : this.t().reopened;
  };

  protected renew(): void {
    this.moving.set(null);
    this.editing.set(null);
    this.list().reload();
    this.changed.emit();
  }
}
