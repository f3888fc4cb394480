import { Component, computed, inject, input, signal } from '@angular/core';
import { CalendarDay, type CalendarYear } from '@torch/contracts';
import { calendarCountries, dayKinds } from '@torch/domain';
import { PageHeader } from '@torch/ui';
import { addressBar, Notices, ReadState, SmallForm, type SmallField, type SmallValues, takingIn, Times } from '../kit';
import { Api, read } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { calendarWords } from './calendar-words';

/** A day in the window: new (without a date yet), taken over from the library, or set before. */
interface Edited {
  day: string;
  kind: string;
  name: string;
  version: number | null;
}

const yearsBack = 2;
const yearsAhead = 5;

/** Which days are holidays, and which weekend days are worked; the administrator corrects them. */
@Component({
  selector: 'crm-calendars-page',
  imports: [PageHeader, ReadState, SmallForm],
  templateUrl: './calendars-page.html',
  styleUrl: './calendars-page.css',
})
export class CalendarsPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  private readonly times = inject(Times);
  protected readonly language = inject(Language);
  protected readonly t = calendarWords();
  protected readonly narrow = addressBar();

  readonly country = input<string>();
  readonly year = input<string>();

  protected readonly countries = calendarCountries;
  private readonly thisYear = computed(() => Number(this.times.today().slice(0, 4)));
  protected readonly years = computed(() =>
    Array.from({ length: yearsBack + yearsAhead + 1 }, (_, index) => this.thisYear() - yearsBack + index),
  );
  /** One's own country where the address names none. */
  protected readonly place = computed(
    () => calendarCountries.find((each) => each === this.country()) ?? this.session.me()?.country ?? 'CN',
  );
  protected readonly shownYear = computed(
    () => this.years().find((each) => String(each) === this.year()) ?? this.thisYear(),
  );
  protected readonly mayEdit = computed(() => this.session.can('calendar.edit'));
  protected readonly calendar = read<CalendarYear>(() => `/calendars/${this.place()}/days?year=${this.shownYear()}`);
  protected readonly unpublished = computed(() =>
    this.calendar.hasValue() ? this.calendar.value().unpublished.join(this.t().between) : '',
  );
  protected readonly thisUnpublished = computed(() => this.calendar.hasValue() && !this.calendar.value().published);
  protected readonly months = computed(() => {
    const items = this.calendar.hasValue() ? this.calendar.value().items : [];
    return Array.from({ length: 12 }, (_, index) => {
      const month = `${this.shownYear()}-${String(index + 1).padStart(2, '0')}`;
      return {
        month,
        name: this.times.dayText(`${month}-01`, { month: 'long' }),
        days: items.filter(({ day }) => day.startsWith(month)).map((each) => ({ ...each, name: this.nameOf(each) })),
      };
    });
  });

  protected readonly editing = signal<Edited | null>(null);
  protected readonly initial = computed((): SmallValues => {
    const { kind = '', name = '' } = this.editing() ?? {};
    return { kind, name };
  });
  protected readonly fields = computed((): SmallField[] => {
    const t = this.t();
    const options = dayKinds.map((kind) => ({ value: kind, label: this.language.labels().dayKind[kind] }));
    return [
      ...(this.isNew()
        ? [
            { name: 'fromOn', label: t.fromOn, as: 'day', required: true } as const,
            { name: 'toOn', label: t.toOn, as: 'day', hint: t.toOnHint } as const,
          ]
        : []),
      { name: 'kind', label: t.kind, as: 'choice', required: true, options },
      { name: 'name', label: t.name, as: 'text', required: true, hint: t.nameHint },
    ];
  });
  protected readonly isNew = computed(() => this.editing()?.day === '');
  protected readonly title = computed(() => {
    const day = this.editing()?.day;
    return day ? this.dayText(day) : this.t().add;
  });
  /** What somebody else set first. */
  protected readonly current = takingIn(CalendarDay, (day) => this.editing.set(this.editedOf(day)), this.initial);

  protected readonly save = ({ fromOn = '', toOn, kind, name = '' }: SmallValues, key: string) => {
    const { day = '', version = null } = this.editing() ?? {};
    const path = `/calendars/${this.place()}/days`;
    const input = { kind, name: name.trim() };
    if (day) return this.api.put(`${path}/${day}`, { ...input, version });
    return this.api.post(path, { ...input, fromOn, toOn: toOn || fromOn }, key);
  };

  protected dayText = (day: string): string =>
    this.times.dayText(day, { month: 'short', day: 'numeric', weekday: 'short' });

  protected add(): void {
    this.editing.set({ day: '', kind: 'holiday', name: '', version: null });
  }

  /** A day of the library is adjusted to the other kind: there is no other reason to. */
  protected change(day: CalendarDay): void {
    const edited = this.editedOf(day);
    this.editing.set(
      day.source === 'override' ? edited : { ...edited, kind: day.kind === 'holiday' ? 'workday' : 'holiday' },
    );
  }

  protected async remove({ day }: CalendarDay): Promise<void> {
    const { removeAsk, remove, removed } = this.t();
    if (!(await this.notices.confirm({ title: removeAsk(this.dayText(day)), yes: remove }))) return;
    try {
      await this.api.delete(`/calendars/${this.place()}/days/${day}`);
      this.notices.done(removed);
    } catch (error) {
      this.notices.failed(error);
    }
    this.calendar.reload();
  }

  protected renew(): void {
    this.editing.set(null);
    this.calendar.reload();
  }

  private nameOf = ({ nameZh, nameEn }: CalendarDay): string => (this.language.current() === 'en' ? nameEn : nameZh);
  private editedOf = (day: CalendarDay): Edited => ({
    day: day.day,
    kind: day.kind,
    name: this.nameOf(day),
    version: day.version,
  });
}
