import { kindOf, reminderTriggerNames } from '@torch/domain';

/** SQL: the kind of reminder that rule `q` plans. */
export const kindOfRule = `CASE q.trigger ${reminderTriggerNames.map((trigger) => `WHEN '${trigger}' THEN '${kindOf(trigger)}'`).join(' ')} ELSE 'followUp' END`;
