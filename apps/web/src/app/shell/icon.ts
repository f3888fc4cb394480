import { Component, computed, input } from '@angular/core';

/** Line icons on a 24 grid, drawn here so that nothing is fetched. */
const paths = {
  today: 'M5 4h14v16H5z M5 9h14 M9 2v4 M15 2v4 M9 14l2 2 4-4',
  leads: 'M4 5h16l-6 8v6l-4 1v-7z',
  companies: 'M4 21V5l8-3v19 M12 9h8v12 M2 21h20 M7 8h2 M7 12h2 M7 16h2 M15 13h2 M15 17h2',
  visits: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M2 20c0-4 3-6 6-6s6 2 6 6 M16 11a3 3 0 0 0 0-6 M17 14c3 0 5 2 5 6',
  tours: 'M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11z M12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  promises: 'M5 3v18 M5 4h12l-2 4 2 4H5',
  conflicts: 'M12 3l9 17H3z M12 10v4 M12 17h.01',
  pool: 'M3 12c3-3 6-3 9 0s6 3 9 0 M3 18c3-3 6-3 9 0s6 3 9 0 M12 3v5 M9 6l3 3 3-3',
  offers: 'M12 3v18 M5 7h14 M5 7l-3 7h6z M19 7l-3 7h6z M8 21h8',
  problems: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 8v5 M12 16h.01',
  money: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M9 7l3 5 3-5 M12 12v5 M9 12h6 M9 15h6',
  transfers: 'M4 8h14l-4-4 M20 16H6l4 4',
  add: 'M12 5v14 M5 12h14',
  more: 'M5 12h.01 M12 12h.01 M19 12h.01',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4z M10 21h4',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14z M16 16l5 5',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4 21c0-5 4-7 8-7s8 2 8 7',
  settings: 'M4 7h10 M18 7h2 M4 17h2 M10 17h10 M16 4v6 M8 14v6',
  deals: 'M4 20V9l8-5 8 5v11z M9 20v-6h6v6',
  cockpit: 'M4 18a9 9 0 1 1 16 0 M12 15l4-6 M12 15h.01',
  funnel: 'M3 6h18 M6 12h12 M9 18h6',
  targets: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M12 12h.01',
  coverage: 'M4 4h16v16H4z M4 10h16 M4 15h16 M10 4v16 M15 4v16',
  kpis: 'M4 20V10 M10 20V4 M16 20v-7 M22 20H2',
  closes: 'M6 11h12v9H6z M9 11V7a3 3 0 0 1 6 0v4',
  reports: 'M6 3h9l4 4v14H6z M15 3v4h4 M9 17v-3 M12 17v-6 M15 17v-4',
  robots: 'M4 9h16v10H4z M12 9V5 M9 5h6 M9 14h.01 M15 14h.01',
  mail: 'M3 6h18v12H3z M3 7l9 7 9-7',
  log: 'M6 3h12v18H6z M9 8h6 M9 12h6 M9 16h4',
  exports: 'M12 3v12 M8 11l4 4 4-4 M4 20h16',
  bin: 'M5 7h14 M9 7V4h6v3 M7 7l1 14h8l1-14',
  theme: 'M12 3a9 9 0 1 0 0 18z M12 3a9 9 0 0 1 0 18',
} as const;
export type IconName = keyof typeof paths;

@Component({
  selector: 'crm-icon',
  template: `<svg
    width="20"
    height="20"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path [attr.d]="path()" />
  </svg>`,
  styles: `
    :host {
      display: inline-flex;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => paths[this.name()]);
}
