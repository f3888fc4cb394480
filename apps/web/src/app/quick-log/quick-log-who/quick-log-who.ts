import { Component, computed, inject, input, output } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import { Field } from '@torch/ui';
import { countries, countryName } from '../../companies/company-names';
import { companyWords } from '../../companies/company-words';
import { CompanyPicker } from '../../companies/company-picker/company-picker';
import { ContactClient } from '../../contacts/contact-client';
import { Language } from '../../platform/language';
import { Reference } from '../../platform/reference';
import type { QuickLogDraft } from '../quick-log-draft';
import { quickLogWords } from '../quick-log-words';

/** Whom I met: a known company or a new one, and perhaps a person there. */
@Component({
  selector: 'crm-quick-log-who',
  imports: [FormField, Field, CompanyPicker],
  templateUrl: './quick-log-who.html',
  host: { class: 'card stack' },
})
export class QuickLogWho {
  private readonly language = inject(Language);
  protected readonly reference = inject(Reference);
  protected readonly t = quickLogWords();

  readonly fields = input.required<FieldTree<QuickLogDraft>>();
  readonly draft = input.required<QuickLogDraft>();
  readonly errors = input.required<Readonly<Record<string, string>>>();
  readonly changed = output<Partial<QuickLogDraft>>();
  readonly used = output<{ id: string; name: string }>();

  private readonly companyId = computed(() => this.draft().companyId || undefined);
  private readonly list = inject(ContactClient).ofCompany(() => this.companyId());
  protected readonly contacts = computed(() =>
    this.companyId() && this.list.hasValue() ? this.list.value().items : [],
  );
  private readonly companyWords = companyWords();
  protected readonly countries = computed(() => {
    const [locale, { places }] = [this.language.current(), this.companyWords()];
    return countries.map((code) => ({ code, name: countryName(code, locale, places) }));
  });

  protected enter(name: string): void {
    this.changed.emit({
      newCompany: true,
      companyId: '',
      companyName: name,
      contactId: '',
      leadId: '',
      distinctFrom: [],
    });
  }

  protected drop(): void {
    this.changed.emit({
      newCompany: false,
      companyId: '',
      companyName: '',
      contactId: '',
      leadId: '',
      distinctFrom: [],
    });
  }
}
