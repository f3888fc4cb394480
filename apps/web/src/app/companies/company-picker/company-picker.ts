import {
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { Company } from '@torch/contracts';
import { Reference } from '../../platform/reference';
import { CompanyClient } from '../company-client';
import { companyWords } from '../company-words';

export interface PickedCompany {
  id: string;
  name: string;
  region: string;
}

const typingPause = 200;

/** Finds a company while its name is typed, in any of four scripts or in pinyin, or offers to enter a new one. */
@Component({
  selector: 'crm-company-picker',
  imports: [],
  templateUrl: './company-picker.html',
  styleUrl: './company-picker.css',
})
export class CompanyPicker {
  protected readonly reference = inject(Reference);
  protected readonly t = companyWords();

  readonly inputId = input('company');
  /** The name of what is picked; empty while nothing is. */
  readonly picked = input('');
  readonly invalid = input(false);
  readonly fixed = input(false);
  /** Whether a company that is not found may be entered on the spot. */
  readonly creatable = input(true);
  readonly chosen = output<PickedCompany>();
  readonly creating = output<string>();
  readonly dropped = output();

  protected readonly text = signal('');
  private readonly asked = signal('');
  private typing: ReturnType<typeof setTimeout> | undefined;
  protected readonly found = inject(CompanyClient).search(() => this.asked());
  protected readonly open = signal(false);
  protected readonly companies = computed(() => (this.found.hasValue() ? this.found.value().items : []));
  /** Position in the list; the offer to create stands last. */
  protected readonly active = linkedSignal({ source: this.companies, computation: () => 0 });
  protected readonly last = computed(() => this.companies().length - (this.mayCreate() ? 0 : 1));
  protected readonly mayCreate = computed(() => this.creatable() && this.text().trim() !== '');
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field');

  protected type(text: string): void {
    this.text.set(text);
    this.open.set(text.trim() !== '');
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.asked.set(text.trim()), typingPause);
  }

  protected press(event: KeyboardEvent): void {
    // Enter that ends the composition of a Chinese, Japanese or Korean word chooses nothing.
    if (event.isComposing) return;
    if (event.key === 'Escape') this.open.set(false);
    if (event.key === 'ArrowDown') this.active.update((at) => Math.min(at + 1, this.last()));
    if (event.key === 'ArrowUp') this.active.update((at) => Math.max(at - 1, 0));
    if (event.key === 'Enter' && this.open()) this.enter();
    if (['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) event.preventDefault();
    if (event.key.startsWith('Arrow')) this.open.set(this.text().trim() !== '');
  }

  /** What is taken must have been found for the text as it stands. */
  private enter(): void {
    const text = this.text().trim();
    if (this.asked() === text && !this.found.isLoading()) return this.take(this.active());
    clearTimeout(this.typing);
    this.asked.set(text);
  }

  protected take(position: number): void {
    const company: Company | undefined = this.companies()[position];
    if (company) this.chosen.emit({ id: company.id, name: company.name, region: company.region });
    else if (this.mayCreate()) this.creating.emit(this.text().trim());
    else return;
    this.open.set(false);
    this.text.set('');
  }

  protected change(): void {
    this.dropped.emit();
    setTimeout(() => this.field()?.nativeElement.focus());
  }
}
