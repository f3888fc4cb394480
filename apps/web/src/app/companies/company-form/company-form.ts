import { Component, computed, effect, inject, input, linkedSignal, output, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { Company, CreateCompany, SimilarCompany } from '@torch/contracts';
import { Field } from '@torch/ui';
import * as z from 'zod';
import { changedFields, merge } from '../../leads/lead-form/merge';
import { settled } from '../../kit';
import { Language } from '../../platform/language';
import { kindOf, problemOf } from '../../platform/problem';
import { Reference } from '../../platform/reference';
import { CompanyClient } from '../company-client';
import { countries } from '../company-names';
import { CompanyPicker } from '../company-picker/company-picker';
import { companyWords } from '../company-words';
import { SimilarList } from '../similar-list/similar-list';
import { blankCompany, type CompanyDraft, companyDraftOf, companyFactsOf } from './company-draft';

const Existing = z.object({ id: z.string(), name: z.string() });

/** Enters or changes a company; shows while typing which known ones it may be. */
@Component({
  selector: 'crm-company-form',
  imports: [RouterLink, FormField, CompanyPicker, Field, SimilarList],
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
  readonly dirty = output<boolean>();

  protected readonly base = linkedSignal(() => this.company());
  private readonly start = computed(() => {
    const base = this.base();
    return base ? companyDraftOf(base) : blankCompany(this.name());
  });
  protected readonly draft = signal<CompanyDraft>(blankCompany());
  protected readonly fields = form(this.draft);
  protected readonly names = ['nameZh', 'nameEn', 'nameLocal'] as const;
  protected readonly lists = ['clusters', 'tiers'] as const;
  private readonly errors = signal<Record<string, string>>({});
  protected readonly message = signal('');
  protected readonly saving = signal(false);
  protected readonly registered = signal<z.infer<typeof Existing> | null>(null);
  protected readonly distinctFrom = signal<string[]>([]);
  private readonly refusedSimilar = signal<SimilarCompany[]>([]);
  private key = crypto.randomUUID();

  private readonly typedName = settled(() => {
    const { nameZh, nameLocal, nameEn } = this.draft();
    const known = this.start();
    return (
      [
        nameZh !== known.nameZh || !this.base() ? nameZh : '',
        nameLocal !== known.nameLocal || !this.base() ? nameLocal : '',
        nameEn !== known.nameEn || !this.base() ? nameEn : '',
      ]
        .map((name) => name.trim())
        .find((name) => name.length >= 2) ?? ''
    );
  });
  private readonly hints = this.client.similar(this.typedName, () => this.base()?.id);
  protected readonly similar = computed(() => {
    const known = this.hints.hasValue() ? this.hints.value().items : [];
    const refused = this.refusedSimilar();
    return [...refused, ...known.filter(({ id }) => !refused.some((other) => other.id === id))];
  });
  protected readonly mustConfirm = computed(() => this.refusedSimilar().length > 0);
  protected readonly countries = computed(() => {
    const names = new Intl.DisplayNames([this.language.current()], { type: 'region' });
    const codes = new Set<string>([...countries, this.draft().country].filter(Boolean));
    return [...codes].map((code) => ({ code, name: names.of(code) ?? code }));
  });

  constructor() {
    effect(() => {
      if (this.untouched) this.draft.set(this.start());
    });
    effect(() => this.dirty.emit(JSON.stringify(this.draft()) !== JSON.stringify(this.start())));
  }
  private untouched = true;

  protected errorsOf(field: string): string[] {
    const error = this.errors()[field];
    return error ? [error] : [];
  }

  protected edit(): void {
    this.untouched = false;
  }

  protected set(change: Partial<CompanyDraft>): void {
    this.edit();
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected toggle(list: 'clusters' | 'tiers', code: string): void {
    const codes = this.draft()[list];
    this.set({ [list]: codes.includes(code) ? codes.filter((other) => other !== code) : [...codes, code].sort() });
  }

  protected other(id: string): void {
    this.distinctFrom.update((ids) => [...new Set([...ids, id])]);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    this.registered.set(null);
    this.errors.set({});
    this.message.set('');
    const input = { ...companyFactsOf(this.draft()), distinctFrom: this.distinctFrom() };
    const checked = CreateCompany.safeParse(input);
    if (!checked.success)
      return this.refuse(checked.error.issues.map(({ path }) => ({ path: String(path[0]), code: '' })));
    this.saving.set(true);
    try {
      const base = this.base();
      const changed = base && changedFields(companyFactsOf(companyDraftOf(base)), companyFactsOf(this.draft()));
      this.saved.emit(
        base
          ? await this.client.update(base.id, { ...changed, version: base.version, distinctFrom: this.distinctFrom() })
          : await this.client.create(checked.data, this.key),
      );
    } catch (error) {
      this.object(error);
    } finally {
      this.saving.set(false);
    }
  }

  private refuse(flaws: { path: string; code: string }[]): void {
    const words: Record<string, string> = this.t().error;
    const wordFor = ({ path, code }: { path: string; code: string }) =>
      words[code] ?? words[path.startsWith('name') ? 'name' : path] ?? this.t().error.other;
    this.errors.set(Object.fromEntries(flaws.map((flaw) => [flaw.path, wordFor(flaw)])));
    this.message.set(this.t().error.check);
  }

  private object(error: unknown): void {
    const problem = problemOf(error);
    this.message.set(problem ? this.t().error.failed : this.t().error.offline);
    if (!problem) return;
    // What was refused was not kept, so the next try is another request.
    this.key = crypto.randomUUID();
    if (problem.errors.length > 0) this.refuse(problem.errors);
    const similar = z.array(SimilarCompany).safeParse(problem['similar']);
    if (similar.success) {
      this.refusedSimilar.set(similar.data);
      this.message.set(this.t().similarMust);
    }
    const existing = Existing.safeParse(problem['existing']);
    if (existing.success) this.registered.set(existing.data);
    const current = Company.safeParse(problem['current']);
    const base = this.base();
    if (kindOf(problem) === 'stale' && base && current.success) this.takeIn(base, current.data);
  }

  private takeIn(base: Company, current: Company): void {
    const { merged } = merge(companyDraftOf(base), companyDraftOf(current), this.draft());
    this.base.set(current);
    this.draft.set(merged);
    this.message.set(this.t().stale);
  }
}
