import { Component, input, output } from '@angular/core';

/** A line at the foot of the window: what was done, and a button that takes it back. */
@Component({
  selector: 'crm-undo-bar',
  template: `
    <span role="status">{{ text() }}</span>
    <button type="button" class="button small" (click)="undo.emit()">{{ action() }}</button>
  `,
  styles: `
    :host {
      position: fixed;
      z-index: 1100;
      right: 16px;
      bottom: calc(80px + env(safe-area-inset-bottom));
      left: 16px;
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 16px;
      max-width: 440px;
      margin-inline: auto;
      padding: 10px 10px 10px 16px;
      border-radius: var(--radius);
      background: var(--ink);
      color: var(--surface);
      box-shadow: var(--shadow);
    }
  `,
})
export class UndoBar {
  readonly text = input.required<string>();
  readonly action = input.required<string>();
  readonly undo = output();
}
