import type { ToldCell, ToldReport } from '@torch/contracts';
import { sayable } from '../platform/sheets/sheet-text';

const cell = (told: ToldCell): ToldCell => ({
  ...told,
  text: sayable(told.text),
  value: typeof told.value === 'string' ? sayable(told.value) : told.value,
});
const cells = (row: Record<string, ToldCell>): Record<string, ToldCell> =>
  Object.fromEntries(Object.entries(row).map(([name, told]) => [name, cell(told)]));

/**
 * The report without what XML cannot say: one such character in a title, pasted from elsewhere, must not take the report
 * from everybody. What fills templates leaves some of them in.
 */
export const sayableReport = ({ fields, tables }: ToldReport): ToldReport => ({
  fields: cells(fields),
  tables: Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [name, rows.map(cells)]),
  ) as ToldReport['tables'],
});
