import { Component, inject, input, type OnDestroy } from '@angular/core';
import { Router } from '@angular/router';
import { platformWords } from '../platform/platform-words';
import { safePath } from './safe-path';

const tryAgainAfter = 5_000;

/** The server does not answer: says so, and goes on by itself once it does. */
@Component({
  selector: 'crm-unreachable-page',
  template: `
    <main class="card stack">
      <h1>{{ t().product }}</h1>
      <p role="alert">{{ t().unavailable }}</p>
      <div>
        <button type="button" class="button primary" (click)="retry()">{{ t().retry }}</button>
      </div>
    </main>
  `,
  styleUrl: './gate.css',
})
export class UnreachablePage implements OnDestroy {
  private readonly router = inject(Router);
  protected readonly t = platformWords();

  /** Where the reader wanted to go. */
  readonly to = input('/');

  private readonly timer = setInterval(() => this.retry(), tryAgainAfter);

  ngOnDestroy(): void {
    clearInterval(this.timer);
  }

  protected retry(): void {
    void this.router.navigateByUrl(safePath(this.to()));
  }
}
