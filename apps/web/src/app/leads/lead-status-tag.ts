import { Component, computed, inject, input } from '@angular/core';
import type { LeadStatus } from '@torch/domain';
import { Language } from '../platform/language';

/** A lead's status in a word and a colour. */
@Component({
  selector: 'crm-lead-status-tag',
  template: `<span class="tag" [attr.data-status]="status()">{{ word() }}</span>`,
  styleUrl: './lead-status-tag.css',
})
export class LeadStatusTag {
  private readonly labels = inject(Language).labels;
  readonly status = input.required<LeadStatus>();
  protected readonly word = computed(() => this.labels().leadStatus[this.status()]);
}
