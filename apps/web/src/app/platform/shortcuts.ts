import { type DestroyRef, inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(target.tagName));

/** What is new where: a lead among leads, a company among companies, else a log. */
const places = { '/leads': '/leads/new', '/companies': '/companies/new', '/visits': '/visits/new' };

/** `/` search, `n` new, `?` help; never while somebody types. */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  private readonly router = inject(Router);
  readonly helpOpen = signal(false);

  /** Listens until what it stands for is gone. */
  listen(until: DestroyRef): void {
    const listener = (event: KeyboardEvent) => this.press(event);
    addEventListener('keydown', listener);
    until.onDestroy(() => removeEventListener('keydown', listener));
  }

  private press(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.helpOpen.set(false);
    if (typing(event.target) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    // A window over the page has the keyboard to itself.
    if (document.querySelector('dialog[open], .ant-modal-wrap')) return;
    if (event.key === '/') {
      event.preventDefault();
      // The page's own search, where it has one; else that of the frame.
      const own = document.querySelector<HTMLInputElement>('main input[type="search"]');
      (own ?? document.querySelector<HTMLInputElement>('input[type="search"]'))?.focus();
    } else if (event.key === 'n') {
      event.preventDefault();
      const target = Object.entries(places).find(([path]) => this.router.url.startsWith(path))?.[1];
      void this.router.navigateByUrl(target ?? '/quick-log');
    } else if (event.key === '?') this.helpOpen.update((open) => !open);
  }
}
