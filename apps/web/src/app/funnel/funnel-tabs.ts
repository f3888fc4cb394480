import { afterRenderEffect, Component, computed, type ElementRef, input, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ViewPage } from '@torch/domain';
import { SavedViews } from '../views/saved-views';
import { type FunnelTab, funnelTabs } from './funnel-address';
import { funnelWords } from './funnel-words';

const pageOf = (tab: FunnelTab): ViewPage => (tab === '' ? 'funnel' : `funnel-${tab}`);

/** The pages of the funnel; from one to the next the period and the filters go along. */
@Component({
  selector: 'crm-funnel-tabs',
  imports: [RouterLink, SavedViews],
  template: `
    <nav #bar class="tabs" [attr.aria-label]="t().tabsLabel">
      @for (each of tabs; track each) {
        <a
          [routerLink]="each ? '/funnel/' + each : '/funnel'"
          queryParamsHandling="preserve"
          [attr.aria-current]="each === current() ? 'page' : null"
          >{{ t().tabs[each || 'funnel'] }}</a
        >
      }
    </nav>
    <crm-saved-views [page]="page()" [pages]="pages" />
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
      align-items: center;
      justify-content: space-between;
      min-width: 0;
      margin-bottom: 12px;
    }
    nav {
      flex: 1 1 300px;
      min-width: 0;
      margin: 0;
    }
  `,
})
export class FunnelTabs {
  protected readonly t = funnelWords();
  protected readonly tabs = funnelTabs;

  protected readonly pages = funnelTabs.map(pageOf);

  readonly current = input.required<FunnelTab>();

  protected readonly page = computed(() => pageOf(this.current()));
  private readonly bar = viewChild.required<ElementRef<HTMLElement>>('bar');

  constructor() {
    // On a phone the open tab may lie beside the screen.
    afterRenderEffect(() => {
      this.current();
      const open = this.bar().nativeElement.querySelector('[aria-current]');
      open?.scrollIntoView({ block: 'nearest', inline: 'center' });
    });
  }
}
