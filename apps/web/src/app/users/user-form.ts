import { Component, effect, inject, input, output, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { ChangeRole, CreateUser, type Department, UpdateUser, type User } from '@torch/contracts';
import { type Role, roles } from '@torch/domain';
import { Field } from '@torch/ui';
import { Notices } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Objections } from '../platform/problem';
import { Session } from '../platform/session';
import { userWords } from './user-words';

/** One account: made or changed by the system administrator; its role changed by the security administrator. */
@Component({
  selector: 'crm-user-form',
  imports: [Field, FormField],
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
  protected readonly common = platformWords();
  protected readonly roles = roles;
  protected readonly zones = Intl.supportedValuesOf('timeZone');
  protected readonly draft = signal({
    username: '',
    displayName: '',
    email: '',
    role: 'officer' as Role,
    departmentId: '',
    locale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    password: '',
  });
  protected readonly fields = form(this.draft);
  protected readonly objections = new Objections();
  protected readonly manages = this.session.can('user.manage');
  protected readonly changesRoles = this.session.can('user.changeRole');

  constructor() {
    effect(() => {
      const user = this.user();
      if (!user) return;
      const { username, displayName, email, role, departmentId, locale, timeZone } = user;
      this.draft.set({ username, displayName, email: email ?? '', role, departmentId, locale, timeZone, password: '' });
    });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    try {
      const saved = await this.send();
      if (saved) {
        this.notices.done();
        this.saved.emit(saved);
      }
    } catch (error) {
      this.objections.take(error);
    }
  }

  private send(): Promise<User> | null {
    const user = this.user();
    const { username, role, email, password, ...rest } = this.draft();
    if (!user) {
      const input = { ...rest, username, role, password, email: email || null };
      return this.objections.accepts(CreateUser, input) ? this.api.post<User>('/users', input) : null;
    }
    if (!this.manages) {
      const input = { version: user.version, role };
      return this.objections.accepts(ChangeRole, input) ? this.api.post<User>(`/users/${user.id}/role`, input) : null;
    }
    const input = { ...rest, version: user.version, email: email || null, ...(password && { password }) };
    return this.objections.accepts(UpdateUser, input) ? this.api.patch<User>(`/users/${user.id}`, input) : null;
  }
}
