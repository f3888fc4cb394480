import { HttpClient } from '@angular/common/http';
import { computed, inject, Injectable, type Signal, signal } from '@angular/core';
import type { Page, ReferenceItem } from '@torch/contracts';
import type { ReferenceKind } from '@torch/domain';
import { base } from './api';
import { Language } from './language';

const retryAfter = 5_000;

interface Entry {
  /** Null until the list has come. */
  items: Signal<readonly ReferenceItem[] | null>;
  /** Whether it could not be read so far. */
  isMissing: Signal<boolean>;
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
    return this.entry(kind).items() ?? [];
  }

  isLoaded(kind: ReferenceKind): boolean {
    return this.entry(kind).items() !== null;
  }

  /** Entries that may still be chosen, and those that are chosen already. */
  choices(kind: ReferenceKind, chosen: string | readonly string[] | null = null): readonly ReferenceItem[] {
    const kept = [chosen ?? []].flat();
    return this.all(kind).filter((item) => !item.retired || kept.includes(item.code));
  }

  /** What a code stands for; the code itself where nothing tells, and dots for the moment in which the list comes. */
  name(kind: ReferenceKind, code: string | null | undefined): string {
    if (!code) return '';
    const { items, isMissing } = this.entry(kind);
    if (items() === null && !isMissing()) return '…';
    const item = items()?.find((each) => each.code === code);
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
    const items = signal<readonly ReferenceItem[] | null>(null);
    const isMissing = signal(false);
    const load = () =>
      this.http.get<Page<ReferenceItem>>(`${base}/${kind}`).subscribe({
        next: (page) => items.set(page.items),
        // Until the server is back the codes stand for themselves.
        error: () => {
          isMissing.set(true);
          setTimeout(load, retryAfter);
        },
      });
    const entry = { items: computed(() => items()), isMissing: isMissing.asReadonly(), load };
    this.lists.set(kind, entry);
    queueMicrotask(load);
    return entry;
  }
}
