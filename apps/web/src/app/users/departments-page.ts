import { Component, computed, inject, signal, viewChild } from '@angular/core';
import type { Department, Page } from '@torch/contracts';
import { EmptyState, PageHeader } from '@torch/ui';
import { Notices, ReadState } from '../kit';
import { Api, read } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { DepartmentForm } from './department-form';
import { userWords } from './user-words';

interface Line extends Department {
  depth: number;
}

/** The tree as lines: each department under the one it belongs to. */
function asTree(all: readonly Department[], parentId: string | null = null, depth = 0): Line[] {
  return all
    .filter((department) => department.parentId === parentId)
    .flatMap((department) => [{ ...department, depth }, ...asTree(all, department.id, depth + 1)]);
}

/** The departments as a tree. */
@Component({
  selector: 'crm-departments-page',
  imports: [DepartmentForm, EmptyState, PageHeader, ReadState],
  templateUrl: './departments-page.html',
})
export class DepartmentsPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  protected readonly language = inject(Language);

  protected readonly t = userWords();
  protected readonly common = platformWords();
  protected readonly manages = inject(Session).can('department.manage');
  protected readonly page = read<Page<Department>>(() => '/departments');
  protected readonly tree = computed(() => (this.page.hasValue() ? asTree(this.page.value().items) : []));
  protected readonly editing = signal<Department | 'new' | null>(null);
  protected readonly edited = computed(() => {
    const department = this.editing();
    return department === 'new' || department === null ? undefined : department;
  });

  private readonly form = viewChild(DepartmentForm);

  isDirty(): boolean {
    return this.form()?.edit.dirty() ?? false;
  }

  protected saved(): void {
    this.editing.set(null);
    this.page.reload();
  }

  protected async remove(department: Department): Promise<void> {
    if (!(await this.notices.confirm({ title: this.t().deleteQuestion }))) return;
    try {
      await this.api.delete(`/departments/${department.id}`);
    } catch (error) {
      this.notices.failed(error);
    }
    this.page.reload();
  }
}
