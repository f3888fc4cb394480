import { Component, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { PageHeader } from '@torch/ui';
import { shellWords } from './shell-words';

/** In the place of a list whose address names a figure that there is not. */
@Component({
  selector: 'crm-no-such-figure',
  imports: [RouterLink, PageHeader],
  template: `<ui-page-header [heading]="t().noSuchFigure" />
    <p>{{ t().noSuchFigureHint }}</p>
    <p>
      <a class="button" [routerLink]="above">{{ t().toFigures }}</a>
    </p>`,
  styles: `
    p + p {
      margin-block-start: 16px;
    }
  `,
})
export class NoSuchFigure {
  protected readonly t = shellWords();

  /** The page of the figures, above their lists. */
  protected readonly above = inject(Router).url.replace(/\/records(\?.*)?$/, '');
}
