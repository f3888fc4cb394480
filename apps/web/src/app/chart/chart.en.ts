import type { Same } from '../platform/language';
import type { zh } from './chart.zh';

export const en: Same<typeof zh> = {
  files: 'Export',
  filesOf: (what: string) => `Export: ${what}`,
  csv: 'Table as CSV',
  png: 'Chart as PNG',
  svg: 'Chart as SVG',
  kind: 'chart',
  keys: 'Arrow keys go from part to part, Enter opens the list, Esc leaves.',
};
