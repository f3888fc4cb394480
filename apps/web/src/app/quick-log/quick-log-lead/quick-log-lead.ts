import { Component, computed, inject, input, output } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import type { Lead } from '@torch/contracts';
import { chainGaps } from '@torch/domain';
import { Field, Paged } from '@torch/ui';
import { Language } from '../../platform/language';
import { Reference } from '../../platform/reference';
import type { QuickLogDraft } from '../quick-log-draft';
import { quickLogWords } from '../quick-log-words';

/** The lead that the conversation belongs to: a known one, a new one, or none. */
@Component({
  selector: 'crm-quick-log-lead',
  imports: [FormField, Field],
  templateUrl: './quick-log-lead.html',
  host: { class: 'card stack' },
})
export class QuickLogLead {
  protected readonly reference = inject(Reference);
  protected readonly labels = inject(Language).labels;
  protected readonly t = quickLogWords();

  readonly fields = input.required<FieldTree<QuickLogDraft>>();
  readonly draft = input.required<QuickLogDraft>();
  readonly errors = input.required<Readonly<Record<string, string>>>();
  readonly changed = output<Partial<QuickLogDraft>>();

  protected readonly gaps = chainGaps;
  protected readonly lists = [
    ['channel', 'channels'],
    ['cluster', 'clusters'],
    ['region', 'regions'],
  ] as const;
  private readonly companyId = computed(() => this.draft().companyId);
  private readonly list = new Paged<Lead>('/api/v1/leads', () => {
    const company = this.companyId();
    return company ? { company, limit: 20 } : undefined;
  });
  protected readonly leads = computed(() => (this.companyId() ? this.list.items() : []));

  protected choose(field: 'channel' | 'cluster' | 'region', code: string): void {
    this.changed.emit({ [field]: code });
  }

  /** What an empty choice of this list means. */
  protected empty(field: 'channel' | 'cluster' | 'region'): string {
    const { choose, none, sameAsCompany } = this.t();
    return { channel: choose, cluster: none, region: sameAsCompany }[field];
  }
}
