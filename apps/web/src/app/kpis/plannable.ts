import type { KpiRecordItem } from '@torch/contracts';

type Planned = Pick<KpiRecordItem, 'leadId' | 'open' | 'title' | 'lost'>;

/** The lead for which something can be planned from the row of a record: of a deal, the one from which it came. */
export const plannedFor = ({ leadId, open }: Planned): string | null => (open ? leadId : null);

/** The same with what it is called where it is chosen. */
export const plannable = (record: Planned) => ({
  leadId: plannedFor(record),
  title: record.title ?? '',
  lost: record.lost,
});
