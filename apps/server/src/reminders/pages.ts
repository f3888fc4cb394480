import type { ReminderSubject } from '@torch/domain';

interface Place {
  subjectType: ReminderSubject;
  subjectId: string;
  leadId: string | null;
  dealId: string | null;
  companyId: string | null;
}

/** The page on which a reader finds what they are reminded of: whoever sees to it need not see the lead that it is of. */
export function pageOf({ subjectType, subjectId, leadId, dealId, companyId }: Place): string {
  switch (subjectType) {
    case 'promise':
      return `/promises?lead=${leadId}`;
    case 'deal':
      return `/deals/${subjectId}`;
    case 'assignment':
      return '/assignments';
    case 'problem':
      return dealId ? `/deals/${dealId}` : `/companies/${companyId}`;
    case 'visit':
      return `/visits/${subjectId}`;
    case 'tour':
      return `/tours/${subjectId}`;
    case 'user':
      return '/';
    case 'followUp':
    case 'lead':
      return leadId ? `/leads/${leadId}` : `/companies/${companyId}`;
  }
}
