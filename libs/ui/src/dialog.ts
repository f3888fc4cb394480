import { afterNextRender, Component, type ElementRef, input, type OnDestroy, output, viewChild } from '@angular/core';

let count = 0;

/**
 * A window over the page while it is in the template; on a phone a sheet from below. Escape closes it. What is higher
 * than the window is scrolled between its heading and the buttons of its form, which stay in sight.
 */
@Component({
  selector: 'ui-dialog',
  template: `
    <dialog #dialog [attr.aria-labelledby]="headingId" (close)="closed.emit()">
      <header class="spread">
        <h2 [id]="headingId">{{ heading() }}</h2>
        <button type="button" class="button quiet" [attr.aria-label]="closeLabel()" (click)="closed.emit()">✕</button>
      </header>
      <div class="body"><ng-content /></div>
    </dialog>
  `,
  styles: `
    dialog {
      width: min(720px, calc(100vw - 32px));
      max-height: min(90dvh, 900px);
      padding: 16px 24px 0;
      overflow: hidden;
      border: 0;
      border-radius: 12px;
      background: var(--raised);
      color: var(--ink);
      box-shadow: var(--shadow);
    }
    dialog[open] {
      display: flex;
      flex-direction: column;
    }
    .body {
      /* What is hidden but for screen readers is scrolled, and cut off, with it. */
      position: relative;
      flex: 1 1 auto;
      min-height: 0;
      margin-inline: -24px;
      padding-inline: 24px;
      overflow: auto;
      /* What the keyboard comes to is not left behind the buttons at the foot. */
      scroll-padding-block-end: 72px;
    }
    /* Not a padding: what sticks to the foot would stick above it. */
    .body::after {
      display: block;
      height: 24px;
      content: '';
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 45%);
    }
    header {
      margin-bottom: 12px;
    }
    @media (width < 900px) {
      dialog {
        width: 100%;
        max-width: none;
        max-height: 92dvh;
        margin: auto 0 0;
        padding: 12px 16px env(safe-area-inset-bottom);
        border-radius: 16px 16px 0 0;
      }
      .body {
        margin-inline: -16px;
        padding-inline: 16px;
      }
      .body::after {
        height: 16px;
      }
    }
  `,
})
export class Dialog implements OnDestroy {
  readonly heading = input.required<string>();
  readonly closeLabel = input.required<string>();
  readonly closed = output();

  protected readonly headingId = `dialog-${++count}`;
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    // An environment without dialogs, as in tests, shows it in the page.
    afterNextRender(() => this.dialog().nativeElement.showModal?.());
  }

  /** Closing gives the focus back to where it was before. */
  ngOnDestroy(): void {
    this.dialog().nativeElement.close?.();
  }
}
