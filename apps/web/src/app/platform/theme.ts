import { Injectable, signal } from '@angular/core';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
const key = 'torch.theme';

@Injectable({ providedIn: 'root' })
export class Themes {
  private readonly system = matchMedia('(prefers-color-scheme: dark)');
  readonly current = signal<Theme>(themes.find((theme) => theme === localStorage.getItem(key)) ?? 'auto');

  /** Whether the page is dark now: what is drawn, not styled, has to know. */
  readonly dark = signal(false);

  constructor() {
    this.system.addEventListener('change', () => this.apply());
    this.apply();
  }

  use(theme: Theme): void {
    localStorage.setItem(key, theme);
    this.current.set(theme);
    this.apply();
  }

  private apply(): void {
    const dark = this.current() === 'dark' || (this.current() === 'auto' && this.system.matches);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    this.dark.set(dark);
  }
}
