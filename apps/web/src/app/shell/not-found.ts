import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { EmptyState } from '@torch/ui';
import { shellWords } from './shell-words';

@Component({
  selector: 'crm-not-found',
  imports: [RouterLink, EmptyState],
  template: `<ui-empty-state [message]="t().notFound"><a class="button" routerLink="/">{{ t().home }}</a></ui-empty-state>`,
})
export class NotFound {
  protected readonly t = shellWords();
}
