import { Component, inject, input, output } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { CreateDepartment, Department, UpdateDepartment } from '@torch/contracts';
import { Field } from '@torch/ui';
import { FormActions, FormNotices, orNull, RecordForm } from '../kit';
import { Api } from '../platform/api';
import { userWords } from './user-words';

const draftOf = (department: Department | undefined) => ({
  name: department?.name ?? '',
  nameEn: department?.nameEn ?? '',
  parentId: department?.parentId ?? '',
});
type Draft = ReturnType<typeof draftOf>;

/** One department, and where it belongs. */
@Component({
  selector: 'crm-department-form',
  imports: [Field, FormActions, FormField, FormNotices],
  templateUrl: './department-form.html',
})
export class DepartmentForm {
  private readonly api = inject(Api);
  protected readonly t = userWords();

  /** Left out for a new one. */
  readonly department = input<Department>();
  readonly departments = input.required<readonly Department[]>();
  readonly saved = output();
  readonly cancelled = output();

  readonly edit = new RecordForm<Department, Draft>({
    schema: Department,
    record: () => this.department(),
    draftOf,
    keepAs: () => `department.${this.department()?.id ?? 'new'}`,
  });
  protected readonly fields = form(this.edit.draft);

  protected readonly word = (field: keyof Draft): string => (field === 'parentId' ? this.t().parent : this.t()[field]);
  protected readonly show = (field: keyof Draft, value: unknown): string =>
    field === 'parentId' ? (this.departments().find(({ id }) => id === value)?.name ?? '') : String(value);

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const { name, nameEn, parentId } = this.edit.draft();
    const facts = { name: name.trim(), nameEn: orNull(nameEn), parentId: parentId || null };
    const department = await this.edit.send((base, key) =>
      base
        ? [
            UpdateDepartment,
            { ...facts, version: base.version },
            (input) => this.api.patch(`/departments/${base.id}`, input),
          ]
        : [CreateDepartment, facts, (input) => this.api.post('/departments', input, key)],
    );
    if (department) this.saved.emit();
  }
}
