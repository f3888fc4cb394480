import { Component, computed, inject, signal } from '@angular/core';
import { ReportSchedule, reportWords, type User } from '@torch/contracts';
import { type ReportKind, reportFormats, reportKinds, reachOf } from '@torch/domain';
import { Paged, Whole } from '@torch/ui';
import { ListFoot, Notices, SmallForm, type SmallField, type SmallValues, takingIn, Times } from '../kit';
import { Api, base } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { reportPageWords } from './report-words';

const days = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const isMonthly = ({ kind }: SmallValues) => kind === 'monthly';

/** Reports that are sent by themselves: the reader's own schedules. */
@Component({
  selector: 'crm-report-schedules',
  imports: [ListFoot, SmallForm],
  templateUrl: './schedules-part.html',
  styles: `
    :host {
      display: block;
      margin-top: 24px;
    }
  `,
})
export class SchedulesPart {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly language = inject(Language);
  protected readonly times = inject(Times);
  protected readonly t = reportPageWords();
  protected readonly me = computed(() => this.session.me()?.id);
  protected readonly words = computed(() => reportWords[this.language.current()]);

  protected readonly list = new Paged<ReportSchedule>(`${base}/report-schedules`, () => ({ limit: 50 }));
  private readonly users = new Whole<User>(`${base}/users`, () => ({ active: true, sort: 'displayName' }));
  /** What the window is about; null for a new one. */
  protected readonly editing = signal<{ schedule: ReportSchedule | null } | null>(null);
  private readonly readers = computed(() => this.users.items().filter(({ role }) => reachOf(role, 'report.read')));

  protected readonly initial = computed((): SmallValues => {
    const schedule = this.editing()?.schedule ?? null;
    const receivers = schedule?.receivers ?? [this.session.me()?.id ?? ''];
    return {
      name: schedule?.name ?? '',
      kind: schedule?.kind ?? 'weekly',
      format: schedule?.format ?? 'docx',
      weekday: String(schedule && schedule.kind !== 'monthly' ? schedule.day : 5),
      monthDay: String(schedule?.kind === 'monthly' ? schedule.day : 2),
      time: schedule?.time ?? '10:00',
      active: schedule && !schedule.active ? '' : 'true',
      ...Object.fromEntries(this.readers().map(({ id }) => [id, receivers.includes(id) ? 'true' : ''])),
    };
  });
  protected readonly fields = computed((): SmallField[] => {
    const [t, words] = [this.t(), this.words()];
    return [
      { name: 'name', label: t.schedules.name, as: 'text', required: true },
      {
        name: 'kind',
        label: t.schedules.kind,
        as: 'choice',
        required: true,
        options: reportKinds.map((kind) => ({ value: kind, label: words.kind[kind] })),
      },
      {
        name: 'format',
        label: t.schedules.format,
        as: 'choice',
        required: true,
        options: reportFormats.map((format) => ({ value: format, label: t.formats[format] ?? format })),
      },
      {
        name: 'weekday',
        label: t.schedules.day,
        as: 'choice',
        required: true,
        when: (values) => !isMonthly(values),
        options: days(7).map((day) => ({ value: String(day), label: t.schedules.weekday(day) })),
      },
      {
        name: 'monthDay',
        label: t.schedules.day,
        as: 'choice',
        required: true,
        when: isMonthly,
        options: days(28).map((day) => ({ value: String(day), label: t.schedules.monthDay(day) })),
      },
      { name: 'time', label: t.schedules.time, as: 'text', required: true, hint: t.schedules.timeHint },
      ...this.readers().map(({ id, displayName, departmentName }): SmallField => ({
        name: id,
        label: `${t.schedules.receivers} · ${displayName} (${departmentName})`,
        as: 'flag',
      })),
      { name: 'active', label: t.schedules.active, as: 'flag', when: () => this.editing()?.schedule !== null },
    ];
  });
  protected readonly current = takingIn(
    ReportSchedule,
    (schedule) => this.editing.set({ schedule }),
    () => this.initial(),
  );

  protected readonly save = (values: SmallValues, key: string): Promise<unknown> => {
    const schedule = this.editing()?.schedule ?? null;
    const facts = {
      name: values['name'],
      kind: values['kind'],
      format: values['format'],
      day: Number(isMonthly(values) ? values['monthDay'] : values['weekday']),
      time: values['time']?.trim(),
      // Whoever may not be chosen any more stays as long as nobody takes them out.
      receivers: [
        ...this.readers().flatMap(({ id }) => (values[id] ? [id] : [])),
        ...(schedule?.receivers ?? []).filter((id) => !this.readers().some((reader) => reader.id === id)),
      ],
    };
    if (!schedule) return this.api.post('/report-schedules', facts, key);
    return this.api.patch(`/report-schedules/${schedule.id}`, {
      ...facts,
      active: Boolean(values['active']),
      version: schedule.version,
    });
  };

  /** To whom it did not go, and why. */
  protected amiss({ receivers }: NonNullable<ReportSchedule['last']>): { name: string; what: string }[] {
    const { sending } = this.t().schedules;
    return receivers.flatMap(({ name, state, reason }) =>
      state === 'handed_over' ? [] : [{ name, what: sending[reason ?? state] ?? state }],
    );
  }

  protected when({ kind, day, time }: ReportSchedule): string {
    const { weekday, monthDay } = this.t().schedules;
    return `${(kind as ReportKind) === 'monthly' ? monthDay(day) : weekday(day)} ${time}`;
  }

  protected renew(): void {
    this.editing.set(null);
    this.list.reload();
  }

  protected async remove({ id, name }: ReportSchedule): Promise<void> {
    const { removeAsk, remove, removed } = this.t().schedules;
    if (!(await this.notices.confirm({ title: removeAsk(name), yes: remove }))) return;
    try {
      await this.api.delete(`/report-schedules/${id}`);
      this.notices.done(removed);
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }
}
