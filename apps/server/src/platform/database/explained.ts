import { explained as foundation } from './migrations/1764000000000-foundation';
import { explainedDeals } from './migrations/1764500000000-deals';
import { explainedAttachments } from './migrations/1764610000000-attachments';
import { explainedReviews } from './migrations/1764620000000-reviews';
import { explainedProtection } from './migrations/1764630000000-protection';
import { explainedMoney } from './migrations/1764660000000-money';
import { explainedProblems } from './migrations/1764681000000-aftercare';
import { explainedPromises } from './migrations/1764650000000-promises';
import { explainedReminders } from './migrations/1764700000000-reminder-rules';
import { explainedCalendars } from './migrations/1764710000000-calendars';
import { explainedChannels } from './migrations/1764720000000-channels';
import { explainedLeadHistory } from './migrations/1764800000000-lead-history';
import { explainedTargets } from './migrations/1764810000000-targets';
import { explainedMonthCloses } from './migrations/1764820000000-month-closes';
import { explainedReports } from './migrations/1764840000000-reports';
import { explainedExports } from './migrations/1764830000000-exports';
import { explainedViews } from './migrations/1764850000000-saved-views';
import { explainedCockpit } from './migrations/1764860000000-cockpit';
import type { Explained } from './migrations/explain';

/** Every table whose rows must be explained by an event, as the migrations made their triggers. */
export const explained: Explained = {
  ...foundation,
  ...explainedDeals,
  ...explainedAttachments,
  ...explainedReviews,
  ...explainedProtection,
  ...explainedMoney,
  ...explainedProblems,
  ...explainedPromises,
  ...explainedReminders,
  ...explainedCalendars,
  ...explainedChannels,
  ...explainedLeadHistory,
  ...explainedTargets,
  ...explainedMonthCloses,
  ...explainedReports,
  ...explainedExports,
  ...explainedViews,
  ...explainedCockpit,
};
