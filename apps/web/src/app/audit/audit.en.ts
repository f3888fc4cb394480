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
  request: 'Request',
  from: 'From',
  to: 'To',
  type: 'Kind of act',
  typeHint: 'such as lead.created, or user',
  subjectId: 'Id of the record',
  withheld: 'Business content is not shown; only the fields that changed.',
  empty: 'No entry fits.',
};
