import type { Permission } from '@torch/domain';
import type { IconName } from './icon';
import type { zh } from './shell.zh';

export interface Link {
  path: string;
  icon: IconName;
  word: keyof { [W in keyof typeof zh as (typeof zh)[W] extends string ? W : never]: string };
  permission: Permission;
}

/** Entries that belong together, under a heading. */
export interface LinkGroup {
  word: 'work' | 'figures' | 'reporting' | 'administration';
  links: readonly Link[];
}

export const groups: readonly LinkGroup[] = [
  {
    word: 'work',
    links: [
      { path: '/', icon: 'today', word: 'today', permission: 'followUp.read' },
      { path: '/leads', icon: 'leads', word: 'leads', permission: 'lead.read' },
      { path: '/deals', icon: 'deals', word: 'deals', permission: 'deal.read' },
      { path: '/companies', icon: 'companies', word: 'companies', permission: 'company.read' },
      { path: '/visits', icon: 'visits', word: 'visits', permission: 'visit.read' },
      { path: '/problems', icon: 'problems', word: 'problems', permission: 'problem.read' },
      { path: '/tours', icon: 'tours', word: 'tours', permission: 'visit.read' },
      { path: '/promises', icon: 'promises', word: 'promises', permission: 'promise.read' },
      { path: '/offers', icon: 'offers', word: 'offers', permission: 'offer.read' },
      { path: '/conflicts', icon: 'conflicts', word: 'conflicts', permission: 'conflict.read' },
      { path: '/pool', icon: 'pool', word: 'pool', permission: 'pool.read' },
      { path: '/assignments', icon: 'log', word: 'assignments', permission: 'assignment.read' },
      { path: '/funds', icon: 'money', word: 'funds', permission: 'fund.confirm' },
    ],
  },
  {
    word: 'figures',
    links: [
      { path: '/cockpit', icon: 'cockpit', word: 'cockpit', permission: 'cockpit.read' },
      { path: '/funnel', icon: 'funnel', word: 'funnel', permission: 'lead.read' },
      { path: '/kpis', icon: 'kpis', word: 'kpis', permission: 'kpi.read' },
      { path: '/targets', icon: 'targets', word: 'targets', permission: 'target.read' },
      { path: '/coverage', icon: 'coverage', word: 'coverage', permission: 'lead.read' },
    ],
  },
  {
    word: 'reporting',
    links: [
      { path: '/reports', icon: 'reports', word: 'reports', permission: 'report.read' },
      { path: '/month-closes', icon: 'closes', word: 'monthCloses', permission: 'kpi.read' },
      { path: '/exports', icon: 'exports', word: 'exports', permission: 'ledger.export' },
    ],
  },
  {
    word: 'administration',
    links: [
      { path: '/transfers', icon: 'transfers', word: 'transfers', permission: 'transfer.read' },
      { path: '/users', icon: 'user', word: 'users', permission: 'user.list' },
      { path: '/departments', icon: 'companies', word: 'departments', permission: 'department.list' },
      { path: '/reference', icon: 'settings', word: 'reference', permission: 'reference.read' },
      { path: '/exchange-rates', icon: 'money', word: 'rates', permission: 'rate.read' },
      { path: '/calendars', icon: 'today', word: 'calendars', permission: 'calendar.edit' },
      { path: '/reminder-rules', icon: 'bell', word: 'reminderRules', permission: 'reminderRule.read' },
      { path: '/report-templates', icon: 'reports', word: 'reportTemplates', permission: 'reportTemplate.read' },
      { path: '/delivery', icon: 'promises', word: 'delivery', permission: 'mail.read' },
      { path: '/mails', icon: 'mail', word: 'mails', permission: 'mail.read' },
      { path: '/robots', icon: 'robots', word: 'robots', permission: 'robot.read' },
      { path: '/audit', icon: 'log', word: 'audit', permission: 'audit.read' },
      { path: '/recycle-bin', icon: 'bin', word: 'recycleBin', permission: 'recycleBin.read' },
    ],
  },
];

/** What a phone keeps at its foot. */
const daily: readonly string[] = ['/', '/leads', '/visits', '/assignments', '/funds'];

/** The groups with what somebody may open; without those in which there is nothing. */
export const groupsFor = (can: (permission: Permission) => boolean): LinkGroup[] =>
  groups
    .map(({ word, links }) => ({ word, links: links.filter(({ permission }) => can(permission)) }))
    .filter(({ links }) => links.length > 0);

/** On a phone: what is used daily stands at the foot, the rest behind "more". */
export function tabsOf(shown: readonly LinkGroup[]): readonly Link[] {
  const links = shown.flatMap((group) => group.links);
  const often = links.filter(({ path }) => daily.includes(path));
  return often.length > 0 ? often : links.slice(0, 3);
}
