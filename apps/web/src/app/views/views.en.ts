import type { Same } from '../platform/language';
import type { zh } from './views.zh';

export const en: Same<typeof zh> = {
  views: 'Views',
  heading: 'Saved views',
  keep: 'Save this view',
  keepHint:
    'Keeps the period, filters and settings as they are now, to open them again in one click. A shared view can be opened by your department; everybody sees only what they may see.',
  name: 'Name',
  shared: 'Share with my department',
  isShared: 'shared',
  of: (owner: string) => `shared by ${owner}`,
  none: 'No views are saved yet.',
  edit: 'Rename or share',
  update: 'Set to what is shown now',
  updated: 'The view has been updated.',
  remove: 'Delete',
  removeAsk: (name: string) => `Delete the view “${name}”?`,
  removed: 'The view has been deleted.',
  kept: 'The view has been saved.',
  close: 'Close',
  manage: 'My views',
  theirs: 'Shared by colleagues',
  page: {
    funnel: 'Funnel',
    'funnel-flow': 'Flow',
    'funnel-trend': 'Trend',
    'funnel-stays': 'Time in stage',
    'funnel-origin': 'Origin',
    leads: 'Leads',
    deals: 'Deals',
    cockpit: 'Cockpit',
    kpis: 'Key figures',
    coverage: 'Coverage',
  },
  errors: {
    taken: 'You have a view of this name already.',
    'too-many': 'There are too many views; delete some first.',
  },
};
