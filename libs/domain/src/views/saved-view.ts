/** Pages whose question stands in the address bar, and can be kept under a name. */
export const viewPages = [
  'funnel',
  'funnel-flow',
  'funnel-trend',
  'funnel-stays',
  'funnel-origin',
  'leads',
  'deals',
  'cockpit',
  'kpis',
  'coverage',
] as const;
export type ViewPage = (typeof viewPages)[number];

/** How many views one person may keep, so that a menu of them stays one. */
export const mostViews = 200;
