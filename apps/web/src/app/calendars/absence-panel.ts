import { Component, computed, inject, signal } from '@angular/core';
import { Absence } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { ListFoot, mayOn, Notices, SmallForm, type SmallField, type SmallValues, takingIn, Times } from '../kit';
import { Api } from '../platform/api';
import { Session } from '../platform/session';
import { calendarWords } from './calendar-words';
import { colleagues, personLabel } from './people';

/** When oneself is away, and for heads their people: now and ahead, with who stands in. */
@Component({
  selector: 'crm-absence-panel',
  imports: [ListFoot, SmallForm],
  templateUrl: './absence-panel.html',
  // Both ends of an absence on one line.
  styles: '.days { display: inline-block; }',
})
export class AbsencePanel {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly t = calendarWords();

  protected readonly list = new Paged<Absence>('/api/v1/absences', () => ({
    from: this.times.today(),
    sort: 'fromOn',
    limit: 20,
  }));
  private readonly people = colleagues(() => true);
  /** Whose absences the reader may enter: one's own, a head also those of the department. */
  private readonly within = computed(() =>
    this.people().filter(({ id, departmentId }) => mayOn(this.session, 'absence.edit', { ownerId: id, departmentId })),
  );

  /** Null: closed; `new`: another one; else the one that is changed. */
  protected readonly editing = signal<Absence | 'new' | null>(null);
  protected readonly initial = computed((): SmallValues => {
    const absence = this.editing();
    const me = this.session.me();
    if (absence === null || absence === 'new') return { userId: me?.id ?? '', deputyId: me?.deputyId ?? '' };
    return { userId: absence.userId, deputyId: absence.deputyId, fromOn: absence.fromOn, toOn: absence.toOn };
  });
  protected readonly fields = computed((): SmallField[] => {
    const t = this.t();
    const choice = (users: ReturnType<typeof this.people>) =>
      users.map((user) => ({ value: user.id, label: personLabel(user) }));
    const several = this.editing() === 'new' && this.within().length > 1;
    return [
      {
        name: 'userId',
        label: t.user,
        as: 'choice',
        required: several,
        options: choice(this.within()),
        when: () => several,
      },
      { name: 'deputyId', label: t.deputy, as: 'choice', required: true, options: choice(this.people()) },
      { name: 'fromOn', label: t.fromOn, as: 'day', required: true },
      { name: 'toOn', label: t.toOn, as: 'day', required: true },
    ];
  });
  protected readonly current = takingIn(Absence, (absence) => this.editing.set(absence), this.initial);

  protected readonly save = ({ userId, deputyId, fromOn, toOn }: SmallValues, key: string) => {
    const of = this.editing();
    const period = { deputyId, fromOn, toOn };
    if (of === null || of === 'new') return this.api.post('/absences', { ...period, userId }, key);
    return this.api.patch(`/absences/${of.id}`, { ...period, version: of.version });
  };

  protected mayEdit = ({ userId }: Absence): boolean => this.within().some(({ id }) => id === userId);

  protected days = ({ fromOn, toOn }: Absence): string => {
    const text = (day: string) => this.times.dayText(day, { dateStyle: 'medium' });
    return fromOn === toOn ? text(fromOn) : `${text(fromOn)} – ${text(toOn)}`;
  };

  protected async remove({ id }: Absence): Promise<void> {
    const { removeAbsenceAsk, removeAbsence, absenceRemoved } = this.t();
    if (!(await this.notices.confirm({ title: removeAbsenceAsk, yes: removeAbsence }))) return;
    try {
      await this.api.delete(`/absences/${id}`);
      this.notices.done(absenceRemoved);
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }

  protected renew(): void {
    this.editing.set(null);
    this.list.reload();
  }
}
