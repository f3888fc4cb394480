import { Component, input } from '@angular/core';

/** Title of a page, with its actions at the side. */
@Component({
  selector: 'ui-page-header',
  template: `
    <div>
      @if (eyebrow()) {
        <p class="soft small">{{ eyebrow() }}</p>
      }
      <h1 class="wrap">{{ heading() }}</h1>
    </div>
    <div class="row"><ng-content /></div>
  `,
  host: { class: 'spread' },
  styles: `
    :host {
      margin-bottom: 16px;
    }
  `,
})
export class PageHeader {
  readonly heading = input.required<string>();
  readonly eyebrow = input('');
}
