import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import type { Department, Page, User } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot, SearchBox, Notices } from '../kit';
import { Api, base, read } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { UserForm } from './user-form';
import { userWords } from './user-words';

/** The accounts, for those who look after them and those who look somebody up. */
@Component({
  selector: 'crm-users-page',
  imports: [ListFoot, PageHeader, SearchBox, UserForm],
  templateUrl: './users-page.html',
})
export class UsersPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly language = inject(Language);

  protected readonly t = userWords();
  protected readonly common = platformWords();
  readonly q = input<string>();
  protected readonly narrow = addressBar();
  protected readonly list = new Paged<User>(`${base}/users`, () => ({ q: this.q() }));
  private readonly departmentPage = read<Page<Department>>(() => '/departments');
  protected readonly departments = computed(() =>
    this.departmentPage.hasValue() ? this.departmentPage.value().items : [],
  );
  /** The account under the form, `new`, or nothing. */
  protected readonly editing = signal<User | 'new' | null>(null);
  protected readonly manages = this.session.can('user.manage');
  protected readonly edits = this.manages || this.session.can('user.changeRole');
  protected readonly edited = computed(() => {
    const user = this.editing();
    return user === 'new' || user === null ? undefined : user;
  });

  private readonly form = viewChild(UserForm);

  isDirty(): boolean {
    return this.form()?.edit.dirty() ?? false;
  }

  protected saved(): void {
    this.editing.set(null);
    this.list.reload();
  }

  protected async setActive(user: User, active: boolean): Promise<void> {
    if (!active && !(await this.notices.confirm({ title: this.t().deactivateQuestion }))) return;
    try {
      await this.api.patch(`/users/${user.id}`, { version: user.version, active });
      this.notices.done();
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }
}
