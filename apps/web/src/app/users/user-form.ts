import { Component, computed, inject, input, output } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { ChangeRole, CreateUser, type Department, UpdateUser, User } from '@torch/contracts';
import { type CalendarCountry, calendarCountries, countryOfZone, firstRoles, type Role, roles } from '@torch/domain';
import { Field } from '@torch/ui';
import { calendarWords } from '../calendars/calendar-words';
import {
  DeputyAndHours,
  deputyAndHours,
  type DeputyAndHoursDraft,
  deputyAndHoursDraft,
} from '../calendars/deputy-and-hours';
import { deputyOptions } from '../calendars/people';
import { FormActions, FormNotices, Notices, RecordForm } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { userWords } from './user-words';

const draftOf = (user: User | undefined) => ({
  username: user?.username ?? '',
  displayName: user?.displayName ?? '',
  email: user?.email ?? '',
  role: user?.role ?? ('officer' as Role),
  departmentId: user?.departmentId ?? '',
  locale: user?.locale ?? 'zh-CN',
  timeZone: user?.timeZone ?? 'Asia/Shanghai',
  country: user?.country ?? ('CN' as CalendarCountry),
  ...deputyAndHoursDraft(user),
  password: '',
});
type Draft = ReturnType<typeof draftOf>;

/** One account: made or changed by the system administrator; its role changed by the security administrator. */
@Component({
  selector: 'crm-user-form',
  imports: [DeputyAndHours, Field, FormActions, FormField, FormNotices],
  templateUrl: './user-form.html',
})
export class UserForm {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly language = inject(Language);

  /** Left out for a new account. */
  readonly user = input<User>();
  readonly departments = input.required<readonly Department[]>();
  readonly saved = output<User>();
  readonly cancelled = output();

  protected readonly t = userWords();
  private readonly hours = calendarWords();
  protected readonly common = platformWords();
  /** A new account sees no more than its own; the security administrator gives the rest. */
  protected readonly choices = computed<readonly Role[]>(() => (this.user() ? roles : firstRoles));
  protected readonly zones = Intl.supportedValuesOf('timeZone');
  protected readonly countries = calendarCountries;
  protected readonly deputies = deputyOptions(
    () => this.manages,
    () => this.user(),
  );
  readonly edit = new RecordForm<User, Draft>({
    schema: User,
    record: () => this.user(),
    draftOf,
    together: [['quietFrom', 'quietTo']],
    keepAs: () => `user.${this.user()?.id ?? 'new'}`,
    // A password is typed here.
    keeps: false,
  });
  protected readonly fields = form(this.edit.draft);
  protected readonly against = (field: keyof DeputyAndHoursDraft) => this.edit.errors()[field];
  protected readonly manages = this.session.can('user.manage');
  protected readonly changesRoles = this.session.can('user.changeRole');

  protected readonly word = (field: keyof Draft): string => {
    const t = this.t();
    const { deputy: deputyId, morningAt, quietFrom, quietTo } = this.hours();
    const [departmentId, locale, password] = [t.department, t.language, t.resetPassword];
    return { ...t, departmentId, locale, password, deputyId, morningAt, quietFrom, quietTo }[field];
  };
  protected readonly show = (field: keyof Draft, value: unknown): string => {
    if (field === 'role') return this.language.labels().role[value as Role];
    if (field === 'departmentId') return this.departments().find(({ id }) => id === value)?.name ?? '';
    if (field === 'country') return this.language.labels().calendarCountry[value as CalendarCountry];
    if (field === 'deputyId') return this.deputies().find(({ id }) => id === value)?.label ?? '';
    if (field === 'locale') return this.t().languages[value as 'zh-CN' | 'en'];
    return String(value);
  };

  /** Another time zone mostly means another country; it can be chosen otherwise. */
  protected moved(timeZone: string): void {
    this.edit.set({ timeZone, country: countryOfZone(timeZone) });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const { username, role, email, password, ...rest } = this.edit.draft();
    const facts = { ...rest, ...deputyAndHours(rest), email: email || null };
    const user = await this.edit.send((base, key) => {
      if (!base)
        return [CreateUser, { ...facts, username, role, password }, (input) => this.api.post('/users', input, key)];
      const { version, id } = base;
      if (!this.manages)
        return [ChangeRole, { version, role }, (input) => this.api.post(`/users/${id}/role`, input, key)];
      const input = { ...facts, version, ...(password && { password }) };
      return [UpdateUser, input, (checked) => this.api.patch(`/users/${id}`, checked)];
    });
    if (!user) return;
    this.notices.done();
    this.saved.emit(user);
  }
}
