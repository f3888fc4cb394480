import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Assignment } from '@torch/contracts';
import { assignmentMoves, type AssignmentSide, type AssignmentState } from '@torch/domain';
import { type Paged } from '@torch/ui';
import { ListFoot, Notices, Once, SmallForm, type SmallField, type SmallValues, takingIn, Times } from '../../kit';
import { Api } from '../../platform/api';
import { Language } from '../../platform/language';
import { Session } from '../../platform/session';
import { reviewWords } from '../review-words';
import { TraceLink } from '../../reminder-trace/trace-link';

/** Assignments with what their reader can do about them: the department answers, the giver settles. */
@Component({
  selector: 'crm-assignment-list',
  imports: [TraceLink, RouterLink, ListFoot, SmallForm],
  templateUrl: './assignment-list.html',
  host: { class: 'stack' },
})
export class AssignmentList {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly t = reviewWords();

  readonly list = input.required<Paged<Assignment>>();
  readonly changed = output();

  protected readonly side = computed((): AssignmentSide =>
    this.session.can('assignment.answer') ? 'department' : 'giver',
  );
  /** Whether the reader's role does anything about assignments but read them. */
  protected readonly acts = computed(
    () => this.session.can('assignment.answer') || this.session.can('assignment.update'),
  );
  protected readonly answering = signal<Assignment | null>(null);
  protected readonly returning = signal<Assignment | null>(null);
  private readonly once = new Once();
  protected readonly answerFields = computed((): SmallField[] => [
    { name: 'answer', label: this.t().assignment.answer, as: 'area', required: true },
  ]);
  protected readonly noteFields = computed((): SmallField[] => [
    { name: 'note', label: this.t().assignment.note, as: 'area', required: true },
  ]);
  protected readonly answered = takingIn(Assignment, (newer) => this.answering.set(newer));
  protected readonly returned = takingIn(Assignment, (newer) => this.returning.set(newer));

  protected can({ state }: Assignment, to: AssignmentState): boolean {
    return this.acts() && assignmentMoves(state, this.side()).includes(to);
  }

  protected isOver({ state }: Assignment): boolean {
    return state === 'done' || state === 'cancelled';
  }

  protected day = (on: string) => this.times.dayText(on, { dateStyle: 'medium' });

  protected readonly answer = ({ answer }: SmallValues, key: string) =>
    this.api.post(
      `/assignments/${this.answering()?.id}/answer`,
      { version: this.answering()?.version, state: 'answered', answer },
      key,
    );
  protected readonly sendBack = ({ note }: SmallValues, key: string) =>
    this.api.post(
      `/assignments/${this.returning()?.id}/settle`,
      { version: this.returning()?.version, state: 'accepted', note },
      key,
    );

  protected async move({ id, version }: Assignment, state: AssignmentState): Promise<void> {
    if (state === 'cancelled' && !(await this.notices.confirm({ title: this.t().assignment.cancelAsk }))) return;
    try {
      const way = this.side() === 'department' ? 'answer' : 'settle';
      if (!(await this.once.act({ id, version }, () => this.api.post(`/assignments/${id}/${way}`, { version, state }))))
        return;
      this.notices.done(this.t().assignment.saved);
    } catch (error) {
      this.notices.failed(error);
    }
    this.renew();
  }

  protected renew(): void {
    this.answering.set(null);
    this.returning.set(null);
    this.list().reload();
    this.changed.emit();
  }
}
