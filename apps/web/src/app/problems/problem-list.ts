import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ProjectProblem } from '@torch/contracts';
import { type Paged } from '@torch/ui';
import { ListFoot, mayOn, SmallForm, type SmallField, type SmallValues, takingIn, Times } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { ProblemForm } from './problem-form';
import { problemWords } from './problem-words';
import { TraceLink } from '../reminder-trace/trace-link';

/** Problems, with what their reader can do about them. */
@Component({
  selector: 'crm-problem-list',
  imports: [TraceLink, ListFoot, ProblemForm, RouterLink, SmallForm],
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

  /** What is asked for stays so, whatever somebody else makes of it meanwhile. */
  protected readonly moving = signal<{ problem: ProjectProblem; to: 'solved' | 'open' } | null>(null);
  protected readonly editing = signal<ProjectProblem | null>(null);
  protected readonly noteFields = computed((): SmallField[] => {
    const label = this.moving()?.to === 'solved' ? this.t().how : this.t().why;
    return [{ name: 'note', label, as: 'area', required: true }];
  });
  protected readonly current = takingIn(ProjectProblem, (problem) =>
    this.moving.update((asked) => asked && { ...asked, problem }),
  );

  protected day = (on: string) => this.times.dayText(on, { dateStyle: 'medium' });

  protected mayChange(problem: ProjectProblem): boolean {
    const { ownerId, departmentId, handlerId, handlerDepartmentId } = problem;
    return (
      mayOn(this.session, 'problem.update', { ownerId, departmentId }) ||
      mayOn(this.session, 'problem.update', { ownerId: handlerId, departmentId: handlerDepartmentId })
    );
  }

  protected ask(problem: ProjectProblem): void {
    this.moving.set({ problem, to: problem.state === 'open' ? 'solved' : 'open' });
  }

  protected readonly move = async ({ note }: SmallValues, key: string) => {
    const asked = this.moving();
    const input = { version: asked?.problem.version, state: asked?.to, note };
    await this.api.post(`/problems/${asked?.problem.id}/state`, input, key);
    return asked?.to === 'solved' ? this.t().solved : this.t().reopened;
  };

  protected renew(): void {
    this.moving.set(null);
    this.editing.set(null);
    this.list().reload();
    this.changed.emit();
  }
}
