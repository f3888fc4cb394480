import type { Routes } from '@angular/router';
import { signedIn, warnBeforeLeaving } from './platform/guards';

export const routes: Routes = [
  { path: 'setup', loadComponent: async () => (await import('./access/setup-page')).SetupPage },
  { path: 'sign-in', loadComponent: async () => (await import('./access/sign-in-page')).SignInPage },
  { path: 'unreachable', loadComponent: async () => (await import('./access/unreachable-page')).UnreachablePage },
  { path: 'm/:token', loadComponent: async () => (await import('./mail-link/mail-link-page')).MailLinkPage },
  { path: 'wall/:secret', loadComponent: async () => (await import('./wall/wall-page')).WallPage },
  {
    path: 'password',
    canActivate: [signedIn],
    loadComponent: async () => (await import('./access/password-page')).PasswordPage,
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: async () => (await import('./shell/shell')).Shell,
    children: [
      { path: '', pathMatch: 'full', loadComponent: async () => (await import('./today/today-page')).TodayPage },
      { path: 'cockpit', loadChildren: async () => (await import('./cockpit/cockpit.routes')).routes },
      { path: 'leads', loadChildren: async () => (await import('./leads/leads.routes')).routes },
      { path: 'deals', loadChildren: async () => (await import('./deals/deals.routes')).routes },
      { path: 'funnel', loadChildren: async () => (await import('./funnel/funnel.routes')).routes },
      { path: 'conflicts', loadComponent: async () => (await import('./protection/conflicts-page')).ConflictsPage },
      { path: 'pool', loadComponent: async () => (await import('./protection/pool-page')).PoolPage },
      { path: 'offers', loadComponent: async () => (await import('./reviews/offers/offers-page')).OffersPage },
      { path: 'problems', loadComponent: async () => (await import('./problems/problems-page')).ProblemsPage },
      { path: 'transfers', loadComponent: async () => (await import('./protection/transfers-page')).TransfersPage },
      {
        path: 'assignments',
        loadComponent: async () => (await import('./reviews/assignments/assignments-page')).AssignmentsPage,
      },
      { path: 'funds', loadComponent: async () => (await import('./money/funds-page')).FundsPage },
      { path: 'exchange-rates', loadComponent: async () => (await import('./money/rates-page')).RatesPage },
      { path: 'calendars', loadComponent: async () => (await import('./calendars/calendars-page')).CalendarsPage },
      { path: 'companies', loadChildren: async () => (await import('./companies/companies.routes')).routes },
      { path: 'visits', loadChildren: async () => (await import('./visits/visits.routes')).routes },
      { path: 'tours', loadChildren: async () => (await import('./tours/tours.routes')).routes },
      { path: 'promises', loadComponent: async () => (await import('./promises/promises-page')).PromisesPage },
      { path: 'quick-log', loadChildren: async () => (await import('./quick-log/quick-log.routes')).routes },
      {
        path: 'users',
        canDeactivate: [warnBeforeLeaving],
        loadComponent: async () => (await import('./users/users-page')).UsersPage,
      },
      {
        path: 'departments',
        canDeactivate: [warnBeforeLeaving],
        loadComponent: async () => (await import('./users/departments-page')).DepartmentsPage,
      },
      {
        path: 'reference',
        canDeactivate: [warnBeforeLeaving],
        loadComponent: async () => (await import('./reference/reference-page')).ReferencePage,
      },
      {
        path: 'reminder-rules',
        loadComponent: async () => (await import('./reminder-rules/rules-page')).RulesPage,
      },
      {
        path: 'reminder-rules/:id',
        canDeactivate: [warnBeforeLeaving],
        loadComponent: async () => (await import('./reminder-rules/rule-page')).RulePage,
      },
      { path: 'delivery', loadComponent: async () => (await import('./delivery/delivery-page')).DeliveryPage },
      {
        path: 'reminder-trace/:id',
        loadComponent: async () => (await import('./reminder-trace/trace-page')).TracePage,
      },
      { path: 'mails', loadComponent: async () => (await import('./mails/mails-page')).MailsPage },
      { path: 'audit', loadComponent: async () => (await import('./audit/audit-page')).AuditPage },
      {
        path: 'recycle-bin',
        loadComponent: async () => (await import('./recycle-bin/recycle-bin-page')).RecycleBinPage,
      },
      {
        path: 'account/notifications',
        loadComponent: async () => (await import('./notifications/my-notifications-page')).MyNotificationsPage,
      },
      {
        path: 'notifications',
        loadComponent: async () => (await import('./notifications/notifications-page')).NotificationsPage,
      },
      { path: 'robots', loadComponent: async () => (await import('./robots/robots-page')).RobotsPage },
      { path: 'account', loadComponent: async () => (await import('./access/account-page')).AccountPage },
      { path: '**', loadComponent: async () => (await import('./shell/not-found')).NotFound },
    ],
  },
];
