import { Component, input, output } from '@angular/core';

/** What went wrong, and what to do. */
@Component({
  selector: 'ui-error-state',
  template: `
    <p role="alert">{{ message() }}</p>
    @if (action(); as text) {
      <button type="button" class="button small" (click)="retry.emit()">{{ text }}</button>
    }
  `,
  host: { class: 'notice bad spread' },
})
export class ErrorState {
  readonly message = input.required<string>();
  /** What tries again; empty where trying again changes nothing. */
  readonly action = input.required<string>();
  readonly retry = output();
}

/** Nothing here yet, and what to do about it. */
@Component({
  selector: 'ui-empty-state',
  template: `
    <svg
      width="48"
      height="48"
      viewBox="0 0 48 48"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      aria-hidden="true"
    >
      <path d="M8 18 14 8h20l6 10v20H8z M8 18h10l3 6h6l3-6h10" stroke-linejoin="round" />
    </svg>
    <p>{{ message() }}</p>
    <ng-content />
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 12px;
      padding: 32px 16px;
      color: var(--ink-soft);
      text-align: center;
    }
  `,
})
export class EmptyState {
  readonly message = input.required<string>();
}
