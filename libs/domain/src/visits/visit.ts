/** How people met: received here, called on there, online, or at an event. */
export const visitKinds = ['inbound', 'outbound', 'online', 'event'] as const;
export type VisitKind = (typeof visitKinds)[number];

export const visitStatuses = ['planned', 'completed', 'cancelled'] as const;
export type VisitStatus = (typeof visitStatuses)[number];
