import { inject } from '@angular/core';
import { type CanActivateFn, RedirectCommand, type Route, Router, type Routes } from '@angular/router';
import { yearOf } from './target-year';

/** A year that targets cannot have leaves the address: what is shown is this year, and the address says no other. */
const aYear: CanActivateFn = (_, { url }) => {
  const address = inject(Router).parseUrl(url);
  const { year, ...rest } = address.queryParams;
  if (year === undefined || yearOf(year)) return true;
  address.queryParams = rest;
  return new RedirectCommand(address, { replaceUrl: true });
};
const guarded: Pick<Route, 'canActivate' | 'runGuardsAndResolvers'> = {
  canActivate: [aYear],
  runGuardsAndResolvers: 'paramsOrQueryParamsChange',
};

export const routes: Routes = [
  { path: '', ...guarded, loadComponent: async () => (await import('./targets-page')).TargetsPage },
  { path: ':id', ...guarded, loadComponent: async () => (await import('./target-page')).TargetPage },
];
