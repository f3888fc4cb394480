import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { PageHeader } from '@torch/ui';
import { shellWords } from './shell-words';

@Component({
  selector: 'crm-not-found',
  imports: [RouterLink, PageHeader],
  template: `<ui-page-header [heading]="t().notFound"
    ><a class="button" routerLink="/">{{ t().home }}</a></ui-page-header
  >`,
})
export class NotFound {
  protected readonly t = shellWords();
}
