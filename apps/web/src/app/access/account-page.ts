import { Component, inject, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import {
  type ApiToken,
  CreateApiToken,
  type CreatedApiToken,
  type Me,
  type Session as SignedInDevice,
  UpdateMe,
} from '@torch/contracts';
import { calendarCountries, countryOfZone } from '@torch/domain';
import { Field, PageHeader } from '@torch/ui';
import { AbsencePanel } from '../calendars/absence-panel';
import {
  DeputyAndHours,
  deputyAndHours,
  type DeputyAndHoursDraft,
  deputyAndHoursDraft,
} from '../calendars/deputy-and-hours';
import { deputyOptions } from '../calendars/people';
import { Notices, ReadState } from '../kit';
import { Api, read } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Objections } from '../platform/problem';
import { Session } from '../platform/session';
import { addDays, toDay } from '../platform/zoned';
import { accessWords } from './access-words';
import { deviceName } from './device-name';
import { PasswordForm } from './password-form';

const settingsOf = (session: Session) => {
  const me = session.me();
  return {
    email: me?.email ?? '',
    timeZone: session.timeZone(),
    country: me?.country ?? countryOfZone(session.timeZone()),
    ...deputyAndHoursDraft(me),
  };
};

/** One's own account: settings, password, devices, tokens. */
@Component({
  selector: 'crm-account-page',
  imports: [
    AbsencePanel,
    DeputyAndHours,
    Field,
    FormField,
    InstantPipe,
    PageHeader,
    PasswordForm,
    ReadState,
    RouterLink,
  ],
  templateUrl: './account-page.html',
})
export class AccountPage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly language = inject(Language);
  private readonly notices = inject(Notices);

  protected readonly t = accessWords();
  protected readonly common = platformWords();
  protected readonly zones = Intl.supportedValuesOf('timeZone');
  protected readonly countries = calendarCountries;
  protected readonly settings = signal(settingsOf(this.session));
  protected readonly settingFields = form(this.settings);
  protected readonly settingObjections = new Objections();
  protected readonly against = (field: keyof DeputyAndHoursDraft) => this.settingObjections.at(field);
  /** Who works on records and knows the colleagues can be stood in for. */
  protected readonly choosesDeputy = this.session.can('absence.edit') && this.session.can('user.list');
  protected readonly deputies = deputyOptions(
    () => this.choosesDeputy,
    () => this.session.me(),
  );
  protected readonly devices = read<{ items: SignedInDevice[] }>(() => '/sessions');
  protected readonly tokens = read<{ items: ApiToken[] }>(() => '/api-tokens');
  protected readonly token = signal({ name: '', scope: 'read', expiresOn: addDays(toDay(new Date(), 'UTC'), 90) });
  protected readonly tokenFields = form(this.token);
  protected readonly tokenObjections = new Objections();
  protected readonly deviceName = deviceName;
  protected readonly created = signal('');
  protected readonly creating = signal(false);

  /** Another time zone mostly means another country; it can be chosen otherwise. */
  protected moved(timeZone: string): void {
    this.settings.update((draft) => ({ ...draft, timeZone, country: countryOfZone(timeZone) }));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.settings();
    const input = { ...draft, ...deputyAndHours(draft), email: draft.email || null };
    if (!this.settingObjections.accepts(UpdateMe, input)) return;
    try {
      this.session.me.set(await this.api.patch<Me>('/me', input));
      this.notices.done();
    } catch (error) {
      this.settingObjections.take(error);
    }
  }

  protected passwordChanged(): void {
    this.notices.done(this.t().passwordChanged);
    this.devices.reload();
  }

  protected async endDevice(id: string): Promise<void> {
    try {
      await this.api.delete(`/sessions/${id}`);
    } catch (error) {
      this.notices.failed(error);
    }
    this.devices.reload();
  }

  protected async signOutEverywhere(): Promise<void> {
    if (!(await this.notices.confirm({ title: this.t().signOutEverywhereQuestion }))) return;
    await this.session.signOut(true);
    await this.router.navigateByUrl('/sign-in');
  }

  protected async createToken(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.tokenObjections.accepts(CreateApiToken, this.token())) return;
    this.creating.set(true);
    try {
      this.created.set((await this.api.post<CreatedApiToken>('/api-tokens', this.token())).token ?? '');
      this.token.update((draft) => ({ ...draft, name: '' }));
      this.tokens.reload();
    } catch (error) {
      this.tokenObjections.take(error);
    } finally {
      this.creating.set(false);
    }
  }

  protected async revoke(id: string): Promise<void> {
    if (!(await this.notices.confirm({ title: this.t().revokeQuestion }))) return;
    try {
      await this.api.delete(`/api-tokens/${id}`);
    } catch (error) {
      this.notices.failed(error);
    }
    this.tokens.reload();
  }
}
