import { HttpClient } from '@angular/common/http';
import { computed, inject, Injectable, type Signal, signal } from '@angular/core';
import type { Page, ReferenceItem } from '@torch/contracts';
import type { ReferenceKind } from '@torch/domain';
import { base } from './api';
import { Language } from './language';

interface Entry {
  items: Signal<readonly ReferenceItem[]>;
  load: () => void;
}

/** The zone's lists, fetched when first asked for and kept while the page is open. */
@Injectable({ providedIn: 'root' })
export class Reference {
  private readonly http = inject(HttpClient);
  private readonly language = inject(Language);
  private readonly lists = new Map<ReferenceKind, Entry>();

  /** Every entry, retired ones too: old records still carry them. */
  all(kind: ReferenceKind): readonly ReferenceItem[] {
    return this.entry(kind).items();
  }

  /** Entries that may still be chosen, and one that is chosen already. */
  choices(kind: ReferenceKind, chosen?: string | null): readonly ReferenceItem[] {
    return this.all(kind).filter((item) => !item.retired || item.code === chosen);
  }

  name(kind: ReferenceKind, code: string | null | undefined): string {
    if (!code) return '';
    const item = this.all(kind).find((each) => each.code === code);
    return item ? this.label(item) : code;
  }

  label(item: { nameZh: string; nameEn: string }): string {
    return this.language.current() === 'en' ? item.nameEn : item.nameZh;
  }

  /** After an administrator's change. */
  reload(kind: ReferenceKind): void {
    this.lists.get(kind)?.load();
  }

  private entry(kind: ReferenceKind): Entry {
    const known = this.lists.get(kind);
    if (known) return known;
    const items = signal<readonly ReferenceItem[]>([]);
    const load = () =>
      this.http.get<Page<ReferenceItem>>(`${base}/${kind}`).subscribe({
        next: (page) => items.set(page.items),
        // Asked again the next time; until then the codes stand for themselves.
        error: () => this.lists.delete(kind),
      });
    const entry = { items: computed(() => items()), load };
    this.lists.set(kind, entry);
    queueMicrotask(load);
    return entry;
  }
}
