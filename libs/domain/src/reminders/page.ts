import type { ReminderSubject } from './trigger';

/** What a reminder is about, as far as its page hangs on it. */
export interface ReminderPlace {
  subjectType: ReminderSubject;
  subjectId: string;
  leadId: string | null;
  dealId: string | null;
  companyId: string | null;
}

/** The page on which a reader finds what they are reminded of: whoever sees to it need not see the lead that it is of. */
export function reminderPage({ subjectType, subjectId, leadId, dealId, companyId }: ReminderPlace): string {
  switch (subjectType) {
    case 'promise':
      return `/promises?lead=${leadId}`;
    case 'deal':
      return `/deals/${subjectId}`;
    case 'assignment':
      return '/assignments';
    case 'problem':
      return dealId ? `/deals/${dealId}?part=problems` : `/companies/${companyId}`;
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
