import { computed, Injectable, type Signal, signal } from '@angular/core';
import { labels, type Locale } from '@torch/contracts';

const key = 'torch.language';

/** The same words with other texts: what one language has, the other must have, or it does not compile. */
export type Same<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...given: infer G) => string
      ? (...given: G) => string
      : Same<T[K]>;
};

/** The interface's language: the user's choice, remembered on this device for the sign-in page too. */
@Injectable({ providedIn: 'root' })
export class Language {
  readonly current = signal<Locale>(localStorage.getItem(key) === 'en' ? 'en' : 'zh-CN');
  readonly labels = computed(() => labels[this.current()]);

  constructor() {
    document.documentElement.lang = this.current();
  }

  /** Whether a language was chosen on this device; without one, the account's applies. */
  get isChosen(): boolean {
    return localStorage.getItem(key) !== null;
  }

  use(locale: Locale): void {
    localStorage.setItem(key, locale);
    document.documentElement.lang = locale;
    this.current.set(locale);
  }

  /** A feature's words in the language in use. */
  words<T>(zh: T, en: Same<T>): Signal<T> {
    return computed(() => (this.current() === 'en' ? (en as T) : zh));
  }
}
