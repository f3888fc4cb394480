import type { KpiRecordItem } from '@torch/contracts';
import type { Lost } from '../leads/follow-ups/chosen-leads';

type Planned = Pick<KpiRecordItem, 'kind' | 'leadId' | 'open' | 'title' | 'lost'>;

/** The lead for which something can be planned from the row of a record: of a deal, the one from which it came. */
export const plannedFor = ({ leadId, open }: Planned): string | null => (open ? leadId : null);

/** The same with what it is called where it is chosen. */
export const plannable = (record: Planned) => ({
  leadId: plannedFor(record),
  title: record.title ?? '',
  lost: record.lost ? (record.kind satisfies Lost) : undefined,
});
