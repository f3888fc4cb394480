import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { CreateDepartment, type Department, type Page, UpdateDepartment } from '@torch/contracts';
import { EmptyState, ErrorState, Field, Loading, PageHeader } from '@torch/ui';
import { Notices } from '../kit';
import { Api, read } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Objections, Problems } from '../platform/problem';
import { Session } from '../platform/session';
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

@Component({
  selector: 'crm-departments-page',
  imports: [EmptyState, ErrorState, Field, FormField, Loading, PageHeader],
  templateUrl: './departments-page.html',
})
export class DepartmentsPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  protected readonly language = inject(Language);
  protected readonly problems = inject(Problems);

  protected readonly t = userWords();
  protected readonly common = platformWords();
  protected readonly manages = inject(Session).can('department.manage');
  protected readonly page = read<Page<Department>>(() => '/departments');
  protected readonly tree = computed(() => (this.page.hasValue() ? asTree(this.page.value().items) : []));
  protected readonly editing = signal<Department | 'new' | null>(null);
  protected readonly draft = signal({ name: '', nameEn: '', parentId: '' });
  protected readonly fields = form(this.draft);
  protected readonly objections = new Objections();

  protected edit(department: Department | 'new'): void {
    this.objections.clear();
    this.editing.set(department);
    if (department === 'new') this.draft.set({ name: '', nameEn: '', parentId: '' });
    else
      this.draft.set({ name: department.name, nameEn: department.nameEn ?? '', parentId: department.parentId ?? '' });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const { name, nameEn, parentId } = this.draft();
    const facts = { name, nameEn: nameEn || null, parentId: parentId || null };
    const editing = this.editing();
    try {
      if (editing === 'new' || editing === null) {
        if (!this.objections.accepts(CreateDepartment, facts)) return;
        await this.api.post('/departments', facts);
      } else {
        const input = { ...facts, version: editing.version };
        if (!this.objections.accepts(UpdateDepartment, input)) return;
        await this.api.patch(`/departments/${editing.id}`, input);
      }
      this.editing.set(null);
      this.page.reload();
    } catch (error) {
      this.objections.take(error);
    }
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
