import type { FunnelLeadRecord } from '@torch/contracts';
import type { CsvColumn } from '../kit';
import type { FunnelNames } from './funnel-names';
import type { FunnelWords } from './funnel.zh';

/** The columns of a list of leads behind a figure, as a file. */
export const leadColumns = ({ records }: FunnelWords, names: FunnelNames): CsvColumn<FunnelLeadRecord>[] => [
  { head: records.code, cell: ({ code }) => code },
  { head: records.lead, cell: ({ title }) => title },
  { head: records.company, cell: ({ companyName }) => companyName },
  { head: records.owner, cell: ({ ownerName }) => ownerName },
  { head: records.stands, cell: ({ step, footing }) => `${names.step(step)} · ${records.footing[footing]}` },
  { head: records.standsFor, cell: ({ days }) => days },
  { head: records.deals, cell: ({ deals }) => deals.map(({ code }) => code).join('; ') },
];
