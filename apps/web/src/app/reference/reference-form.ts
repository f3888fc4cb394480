import { Component, computed, inject, input, output } from '@angular/core';
import { ReferenceItem, referenceSchemas } from '@torch/contracts';
import type { ReferenceKind } from '@torch/domain';
import { Field } from '@torch/ui';
import { FormActions, FormNotices, RecordForm } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Reference } from '../platform/reference';
import { type Extra, extras } from './extras';
import { referenceWords } from './reference-words';

type Values = Record<string, string | number | boolean | null>;

/** One entry of any list: the common fields, and those that the list has beyond them. */
@Component({
  selector: 'crm-reference-form',
  imports: [Field, FormActions, FormNotices],
  templateUrl: './reference-form.html',
})
export class ReferenceForm {
  private readonly api = inject(Api);
  protected readonly reference = inject(Reference);
  protected readonly language = inject(Language);

  readonly kind = input<ReferenceKind>('clusters');
  readonly item = input<ReferenceItem>();
  readonly saved = output();
  readonly cancelled = output();

  protected readonly t = referenceWords();
  protected readonly common = platformWords();
  protected readonly extras = computed(() => extras[this.kind()]);
  readonly edit = new RecordForm<ReferenceItem, Values>({
    schema: ReferenceItem,
    record: () => this.item(),
    draftOf: (item) => this.valuesOf(item),
    keepAs: () => `${this.kind()}.${this.item()?.id ?? 'new'}`,
  });
  protected readonly values = this.edit.draft;

  protected readonly word = (field: string): string => {
    const { extras: extraWords, ...words } = this.t();
    const known: Record<string, unknown> = { ...words, ...extraWords };
    return String(known[field] ?? field);
  };
  protected readonly show = (field: string, value: unknown): string => {
    const extra = this.extras().find((each) => each.field === field);
    if (extra?.as === 'reference') return this.reference.name(extra.kind, String(value ?? ''));
    if (extra?.as === 'code') return this.words(extra)[String(value)] ?? '';
    return typeof value === 'boolean' ? (value ? this.common().yes : '—') : String(value ?? '');
  };

  protected set(field: string, value: Values[string]): void {
    this.values.update((values) => ({ ...values, [field]: value }));
  }

  protected asText(value: Values[string] | undefined): string {
    return String(value ?? '');
  }

  protected words(extra: Extra & { as: 'code' }): Record<string, string> {
    return extra.labels === 'roles' ? this.t().roles : this.language.labels()[extra.labels];
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const { code, ...rest } = Object.fromEntries(
      Object.entries(this.values()).map(([name, value]) => [name, value === '' ? null : value]),
    );
    const { create, update } = referenceSchemas[this.kind()];
    const item = await this.edit.send((base, key) => {
      if (base) {
        const input = { ...rest, version: base.version };
        return [update, input, (checked) => this.api.patch(`/${this.kind()}/${base.id}`, checked)];
      }
      const names = { code: code ?? '', nameZh: rest['nameZh'] ?? '', nameEn: rest['nameEn'] ?? '' };
      const input = { ...withoutEmpty(rest), ...names };
      return [create, input, (checked) => this.api.post(`/${this.kind()}`, checked, key)];
    });
    if (item) this.saved.emit();
  }

  private valuesOf(item: ReferenceItem | undefined): Values {
    const names = ['code', 'nameZh', 'nameEn', 'note', 'confirmed', ...this.extras().map(({ field }) => field)];
    const known = item as Values | undefined;
    return Object.fromEntries(names.map((name) => [name, known?.[name] ?? (name === 'confirmed' ? true : '')]));
  }
}

const withoutEmpty = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
