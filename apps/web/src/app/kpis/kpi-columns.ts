import type { KpiRecordItem } from '@torch/contracts';
import type { FigureCode } from '@torch/domain';
import type { CsvColumn } from '../kit';
import type { KpiNames } from './kpi-names';
import type { KpiWords } from './kpis.zh';

/** The columns of the records behind a figure, as a file. */
export const kpiColumns = ({ records }: KpiWords, names: KpiNames, figure: FigureCode): CsvColumn<KpiRecordItem>[] => [
  { head: records.code, cell: ({ code }) => code },
  { head: records.record, cell: ({ title }) => title ?? records.hidden },
  { head: records.what, cell: ({ kind }) => records.kind[kind] },
  { head: records.company, cell: ({ companyName }) => companyName },
  { head: records.owner, cell: ({ ownerName }) => ownerName },
  { head: records.department, cell: ({ departmentName }) => departmentName },
  { head: records.counts, cell: ({ share }) => names.share(figure, share).join('; ') },
];
