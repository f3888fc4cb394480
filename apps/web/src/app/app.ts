import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Language } from './platform/language';
import { Themes } from './platform/theme';
import { WhereLeft } from './platform/where-left';

@Component({ selector: 'crm-root', imports: [RouterOutlet], template: '<router-outlet />' })
export class App {
  constructor() {
    // They act on being made: the page has its language and colours before the first screen.
    inject(Language);
    inject(Themes);
    inject(WhereLeft);
  }
}
