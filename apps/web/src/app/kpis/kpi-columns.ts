import type { KpiRecordItem } from '@torch/contracts';
import type { FigureCode } from '@torch/domain';
import type { CsvColumn } from '../kit';
import type { KpiNames } from './kpi-names';
import type { KpiWords } from './kpis.zh';
import { worthOf } from './worth';

/**
 * The columns of the records behind a figure, as a file.
 * @param currency into which they are converted; then the column of it adds up to the figure
 */
export const kpiColumns = (
  { records }: KpiWords,
  names: KpiNames,
  figure: FigureCode,
  currency: string | null,
): CsvColumn<KpiRecordItem>[] => [
  { head: records.code, cell: ({ code }) => code },
  { head: records.record, cell: ({ title }) => title ?? records.hidden },
  { head: records.what, cell: ({ kind }) => records.kind[kind] },
  { head: records.company, cell: ({ companyName }) => companyName },
  { head: records.owner, cell: ({ ownerName }) => ownerName },
  { head: records.department, cell: ({ departmentName }) => departmentName },
  { head: records.counts, cell: ({ share }) => names.share(figure, share).join('; ') },
  ...(currency === null
    ? []
    : [{ head: records.worth(currency), cell: (record: KpiRecordItem) => worthOf(record)?.amount ?? null }]),
];
