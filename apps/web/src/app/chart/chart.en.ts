import type { Same } from '../platform/language';
import type { zh } from './chart.zh';

export const en: Same<typeof zh> = {
  files: 'Export',
  csv: 'Table as CSV',
  png: 'Chart as PNG',
  svg: 'Chart as SVG',
};
