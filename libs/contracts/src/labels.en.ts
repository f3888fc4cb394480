import type { Labels } from './labels';

export const en: Labels = {
  role: {
    officer: 'Attraction officer',
    head: 'Department head',
    leader: 'Leader',
    collaborator: 'Collaborating department',
    statistician: 'Statistician',
    admin: 'System administrator',
    security_admin: 'Security administrator',
    auditor: 'Auditor',
  },
  leadStatus: {
    new: 'New',
    contacted: 'Contacted',
    qualified: 'Qualified',
    converted: 'Converted',
    dormant: 'Dormant',
    disqualified: 'Closed',
  },
  chainGap: { fill: 'Fill the gap', extend: 'Extend the chain', strengthen: 'Strengthen the link' },
  nodeStrength: { strong: 'Strong', weak: 'Weak', missing: 'Missing', unknown: 'Unknown' },
  nodePosition: { upstream: 'Upstream', midstream: 'Midstream', downstream: 'Downstream', platform: 'Platform' },
  regionStrategy: {
    consolidate: 'Consolidate',
    expand: 'Expand',
    break_through: 'Break through',
    deepen: 'Deepen',
    none: 'None set',
  },
  visitKind: { inbound: 'Reception', outbound: 'Outbound visit', online: 'Online meeting', event: 'Event meeting' },
  visitStatus: { planned: 'Planned', completed: 'Completed', cancelled: 'Cancelled' },
  followUpStatus: { open: 'Open', done: 'Done', cancelled: 'Cancelled' },
  mailState: { queued: 'Waiting', sent: 'Sent', failed: 'Failed', cancelled: 'Cancelled' },
  reminderState: { planned: 'Planned', handed_over: 'Delivered', cancelled: 'Cancelled', superseded: 'Superseded' },
};
