import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { ProjectProblem, type User } from '@torch/contracts';
import { problemKinds, reachOf } from '@torch/domain';
import { Paged } from '@torch/ui';
import { SmallForm, type SmallField, type SmallValues, takingIn } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { problemWords } from './problem-words';

/** Reports a problem on a deal or a company, or changes one. */
@Component({
  selector: 'crm-problem-form',
  imports: [SmallForm],
  template: `
    <crm-small-form
      [heading]="problem() ? t().edit : t().add"
      [fields]="fields()"
      [initial]="initial()"
      [save]="save"
      [words]="t().words"
      [keepAs]="'problem.' + (problem()?.id ?? 'new.' + of())"
      [isNew]="!problem()"
      [current]="current"
      [done]="t().saved"
      (saved)="saved.emit()"
      (closed)="closed.emit()"
    />
  `,
})
export class ProblemForm {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly labels = inject(Language).labels;
  protected readonly t = problemWords();

  readonly problem = input<ProjectProblem>();
  /** The deal or company, as its address in the API, for a new one. */
  readonly of = input('');
  readonly saved = output();
  readonly closed = output();

  private readonly users = new Paged<User>('/api/v1/users', () => ({ active: true, limit: 200, sort: 'displayName' }));
  private readonly base = linkedSignal(() => this.problem());
  protected readonly initial = computed((): SmallValues => {
    const known = this.base();
    if (!known) return { handlerId: this.session.me()?.id ?? '' };
    const { kind, what, handlerId, dueOn, core } = known;
    return { kind, what, handlerId, dueOn, core: core ? 'true' : '' };
  });
  protected readonly current = takingIn(ProjectProblem, (problem) => this.base.set(problem), this.initial);
  protected readonly fields = computed((): SmallField[] => {
    const [t, labels] = [this.t(), this.labels()];
    const kinds = problemKinds.map((kind) => ({ value: kind, label: labels.problemKind[kind] }));
    const people = this.users
      .items()
      .filter(({ role }) => reachOf(role, 'problem.update'))
      .map(({ id, displayName, departmentName }) => ({ value: id, label: `${displayName} · ${departmentName}` }));
    return [
      { name: 'kind', label: t.kind, as: 'choice', required: true, options: kinds },
      { name: 'what', label: t.what, as: 'area', required: true },
      { name: 'handlerId', label: t.handler, as: 'choice', required: true, options: people },
      { name: 'dueOn', label: t.dueOn, as: 'day', required: true },
      { name: 'core', label: `${t.core}:${t.coreHint}`, as: 'flag' },
    ];
  });

  protected readonly save = ({ kind, what, handlerId, dueOn, core }: SmallValues, key: string) => {
    const [facts, known] = [{ kind, what, handlerId, dueOn, core: core === 'true' }, this.base()];
    return known
      ? this.api.patch(`/problems/${known.id}`, { version: known.version, ...facts })
      : this.api.post(`${this.of()}/problems`, facts, key);
  };
}
