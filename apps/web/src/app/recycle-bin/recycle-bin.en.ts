import type { Same } from '../platform/language';
import type { zh } from './recycle-bin.zh';

export const en: Same<typeof zh> = {
  title: 'Recycle bin',
  hint: 'Deleted records rest here for 90 days and can be restored.',
  types: { company: 'Company', contact: 'Contact', lead: 'Lead', deal: 'Deal', visit: 'Visit', followUp: 'Follow-up' },
  type: 'Kind',
  deleted: (when: string) => `deleted ${when}`,
  purge: (when: string) => `gone for good after ${when}`,
  restored: 'Restored.',
  empty: 'The recycle bin is empty.',
};
