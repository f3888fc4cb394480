import { Component, input } from '@angular/core';

/** Grey lines where content will be; says so to those who cannot see them. */
@Component({
  selector: 'ui-loading',
  template: `
    <span class="visually-hidden" role="status">{{ label() }}</span>
    <div aria-hidden="true"></div>
    <div aria-hidden="true"></div>
    <div aria-hidden="true"></div>
  `,
  styles: `
    :host {
      display: grid;
      gap: 12px;
      padding: 16px 0;
    }
    div {
      height: 18px;
      border-radius: 4px;
      background: var(--sunken);
      animation: breathe 1.2s ease-in-out infinite alternate;
    }
    div:last-child {
      width: 60%;
    }
    @keyframes breathe {
      to {
        opacity: 0.5;
      }
    }
  `,
})
export class Loading {
  readonly label = input.required<string>();
}
