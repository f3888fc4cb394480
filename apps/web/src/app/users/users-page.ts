import { Component, computed, inject, signal } from '@angular/core';
import type { Department, Page, User } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { ListFoot, Notices } from '../kit';
import { Api, base, read } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { UserForm } from './user-form';
import { userWords } from './user-words';

@Component({
  selector: 'crm-users-page',
  imports: [ListFoot, PageHeader, UserForm],
  templateUrl: './users-page.html',
})
export class UsersPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly language = inject(Language);

  protected readonly t = userWords();
  protected readonly common = platformWords();
  protected readonly q = signal('');
  protected readonly list = new Paged<User>(`${base}/users`, () => ({ q: this.q() || undefined }));
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
