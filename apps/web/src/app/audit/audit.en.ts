import type { Same } from '../platform/language';
import type { zh } from './audit.zh';

export const en: Same<typeof zh> = {
  title: 'Audit log',
  who: 'Who',
  system: 'System',
  when: 'When',
  what: 'Act',
  record: 'Record',
  changes: 'Changes',
  from: 'From',
  to: 'To',
  subject: 'Subject',
  onlyThis: 'Only the entries of this record:',
  oneRecord: 'Only the entries of one record are shown.',
  allRecords: 'Show all records',
  clear: 'Clear filters',
  withheld: 'Business content is not shown; only the fields that changed.',
  empty: 'No entry fits.',
};
