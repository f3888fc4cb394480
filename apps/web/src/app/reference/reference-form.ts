import { Component, computed, effect, inject, input, output, signal } from '@angular/core';
import { type ReferenceItem, referenceSchemas } from '@torch/contracts';
import type { ReferenceKind } from '@torch/domain';
import { Field } from '@torch/ui';
import type * as z from 'zod';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Objections } from '../platform/problem';
import { Reference } from '../platform/reference';
import { type Extra, extras } from './extras';
import { referenceWords } from './reference-words';

type Values = Record<string, string | number | boolean | null>;

/** One entry of any list: the common fields, and those that the list has beyond them. */
@Component({ selector: 'crm-reference-form', imports: [Field], templateUrl: './reference-form.html' })
export class ReferenceForm {
  private readonly api = inject(Api);
  protected readonly reference = inject(Reference);
  protected readonly language = inject(Language);

  readonly kind = input.required<ReferenceKind>();
  readonly item = input<ReferenceItem>();
  readonly saved = output();
  readonly cancelled = output();

  protected readonly t = referenceWords();
  protected readonly common = platformWords();
  protected readonly extras = computed(() => extras[this.kind()]);
  protected readonly values = signal<Values>({});
  protected readonly objections = new Objections();

  constructor() {
    effect(() => {
      const item = this.item();
      this.objections.clear();
      const names = ['code', 'nameZh', 'nameEn', 'note', 'confirmed', ...this.extras().map(({ field }) => field)];
      this.values.set(
        Object.fromEntries(
          names.map((name) => [
            name,
            (item?.[name as keyof ReferenceItem] as Values[string]) ?? (name === 'confirmed' ? true : ''),
          ]),
        ),
      );
    });
  }

  protected set(field: string, value: Values[string]): void {
    this.values.update((values) => ({ ...values, [field]: value }));
  }

  protected words(extra: Extra & { as: 'code' }): Record<string, string> {
    return extra.labels === 'roles' ? this.t().roles : this.language.labels()[extra.labels];
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const item = this.item();
    const { code, ...rest } = Object.fromEntries(
      Object.entries(this.values()).map(([name, value]) => [name, value === '' ? null : value]),
    );
    const schemas = referenceSchemas[this.kind()];
    const input = item
      ? { ...rest, version: item.version }
      : { ...withoutEmpty(rest), code: code ?? '', nameZh: rest['nameZh'] ?? '', nameEn: rest['nameEn'] ?? '' };
    if (!this.objections.accepts((item ? schemas.update : schemas.create) as z.ZodType, input)) return;
    try {
      if (item) await this.api.patch(`/${this.kind()}/${item.id}`, input);
      else await this.api.post(`/${this.kind()}`, input);
      this.saved.emit();
    } catch (error) {
      this.objections.take(error);
    }
  }
}

const withoutEmpty = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
