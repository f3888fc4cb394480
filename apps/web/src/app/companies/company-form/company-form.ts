import { Component, computed, inject, input, output, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { Company, CreateCompany, SimilarCompany } from '@torch/contracts';
import { Field } from '@torch/ui';
import * as z from 'zod';
import { changedFields, type Flaw, FormActions, FormNotices, RecordForm, settled } from '../../kit';
import { Language } from '../../platform/language';
import { Reference } from '../../platform/reference';
import { CompanyClient } from '../company-client';
import { countries, countryName } from '../company-names';
import { CompanyPicker } from '../company-picker/company-picker';
import { companyWords } from '../company-words';
import { SimilarList } from '../similar-list/similar-list';
import { blankCompany, type CompanyDraft, companyDraftOf, companyFactsOf } from './company-draft';

const Existing = z.object({ id: z.string(), name: z.string() });

/** Enters or changes a company; shows while typing which known ones it may be. */
@Component({
  selector: 'crm-company-form',
  imports: [RouterLink, FormField, CompanyPicker, Field, FormActions, FormNotices, SimilarList],
  templateUrl: './company-form.html',
  styleUrl: './company-form.css',
})
export class CompanyForm {
  private readonly client = inject(CompanyClient);
  private readonly language = inject(Language);
  protected readonly reference = inject(Reference);
  protected readonly t = companyWords();

  /** The company to change; left out, a new one is entered. */
  readonly company = input<Company>();
  readonly name = input('');
  /** Whether a known company can be taken instead, as in a form about something else. */
  readonly usable = input(false);
  readonly saved = output<Company>();
  readonly existing = output<{ id: string; name: string }>();
  readonly cancelled = output();

  readonly edit = new RecordForm<Company, CompanyDraft>({
    schema: Company,
    record: () => this.company(),
    draftOf: (company) => (company ? companyDraftOf(company) : blankCompany(this.name())),
    objections: (flaws) => this.objections(flaws),
    keepAs: () => `company.${this.company()?.id ?? `new.${this.name()}`}`,
  });
  protected readonly draft = this.edit.draft;
  protected readonly fields = form(this.draft);
  protected readonly names = ['nameZh', 'nameEn', 'nameLocal'] as const;
  protected readonly lists = ['clusters', 'tiers'] as const;
  protected readonly registered = computed(() => {
    const existing = Existing.safeParse(this.edit.problem()?.['existing']);
    return existing.success ? existing.data : null;
  });
  protected readonly distinctFrom = signal<string[]>([]);
  private readonly refusedSimilar = signal<SimilarCompany[]>([]);

  private readonly typedName = settled(() => {
    const { nameZh, nameLocal, nameEn } = this.draft();
    const base = this.edit.base();
    const typed = [
      nameZh !== base?.nameZh ? nameZh : '',
      nameLocal !== base?.nameLocal ? nameLocal : '',
      nameEn !== base?.nameEn ? nameEn : '',
    ];
    return typed.map((name) => name.trim()).find((name) => name.length >= 2) ?? '';
  });
  private readonly hints = this.client.similar(this.typedName, () => this.edit.base()?.id);
  protected readonly similar = computed(() => {
    const known = this.hints.hasValue() ? this.hints.value().items : [];
    const refused = this.refusedSimilar();
    return [...refused, ...known.filter(({ id }) => !refused.some((other) => other.id === id))];
  });
  protected readonly mustConfirm = computed(() => this.refusedSimilar().length > 0);
  protected readonly countries = computed(() => {
    const [locale, { places }] = [this.language.current(), this.t()];
    const codes = new Set<string>([...countries, this.draft().country].filter(Boolean));
    return [...codes].map((code) => ({ code, name: countryName(code, locale, places) }));
  });

  protected readonly numberHint = computed(() => {
    const hints: Record<string, string> = this.t().numberHint;
    return hints[this.draft().country] ?? this.t().numberHint.other;
  });

  protected readonly word = (field: keyof CompanyDraft): string => {
    const known: Record<string, string> = this.t().field;
    return known[field] ?? field;
  };

  protected readonly show = (field: keyof CompanyDraft, value: unknown): string => {
    if (field === 'parent') return (value as CompanyDraft['parent'])?.name ?? '';
    if (field === 'country') return this.countries().find(({ code }) => code === value)?.name ?? String(value);
    if (field === 'region') return this.reference.name('regions', String(value));
    if (field === 'clusters' || field === 'tiers')
      return (value as string[]).map((code) => this.reference.name(field, code)).join(' · ');
    return String(value);
  };

  protected toggle(list: 'clusters' | 'tiers', code: string): void {
    const codes = this.draft()[list];
    this.edit.set({ [list]: codes.includes(code) ? codes.filter((other) => other !== code) : [...codes, code].sort() });
  }

  protected other(id: string): void {
    this.distinctFrom.update((ids) => [...new Set([...ids, id])]);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    const facts = companyFactsOf(this.draft());
    const input = { ...facts, distinctFrom: this.distinctFrom() };
    if (!this.edit.accepts(CreateCompany, input)) return;
    const company = await this.edit.submit((base, key) => {
      if (!base) return this.client.create(input, key);
      const changed = changedFields(companyFactsOf(companyDraftOf(base)), facts);
      return this.client.update(base.id, { ...changed, version: base.version, distinctFrom: input.distinctFrom });
    });
    if (company) return this.saved.emit(company);
    const similar = z.array(SimilarCompany).safeParse(this.edit.problem()?.['similar']);
    if (similar.success) {
      this.refusedSimilar.set(similar.data);
      this.edit.message.set(this.t().similarMust);
    }
  }

  private objections(flaws: readonly Flaw[]): Record<string, string> {
    const words: Record<string, string> = this.t().error;
    return Object.fromEntries(
      flaws.map(({ path, code }) => {
        const field = typeof path === 'string' ? path : String(path[0]);
        if (field === 'registrationNumber' && code !== 'taken' && code !== 'check-digit')
          return [field, `${this.t().error.malformed} · ${this.numberHint()}`];
        return [field, words[code] ?? words[field.startsWith('name') ? 'name' : field] ?? this.t().error.other];
      }),
    );
  }
}
