import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(target.tagName));

/** `/` search, `n` new, `?` help; never while somebody types. */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  private readonly router = inject(Router);
  readonly helpOpen = signal(false);

  listen(): void {
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.helpOpen.set(false);
      if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/') {
        event.preventDefault();
        // The page's own search, where it has one; else that of the frame.
        const own = document.querySelector<HTMLInputElement>('main input[type="search"]');
        (own ?? document.querySelector<HTMLInputElement>('input[type="search"]'))?.focus();
      } else if (event.key === 'n') {
        event.preventDefault();
        void this.router.navigateByUrl(
          this.router.url.startsWith('/leads')
            ? '/leads/new'
            : this.router.url.startsWith('/companies')
              ? '/companies/new'
              : '/quick-log',
        );
      } else if (event.key === '?') this.helpOpen.update((open) => !open);
    });
  }
}
