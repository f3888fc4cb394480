import { inject } from '@angular/core';
import { type Route, Router, type Routes } from '@angular/router';
import { type Known, namesFigure } from './names-figure';

/**
 * The list behind a figure. An address that names a figure that there is not, as an old or mistyped link does, opens no
 * other list in its place: it says so.
 * @param path ending in `records`; the page of the figures stands above it
 */
export const figureRecords = (path: string, known: Known, loadComponent: Route['loadComponent']): Routes => [
  {
    path,
    canMatch: [() => namesFigure(known, inject(Router).currentNavigation()?.extractedUrl.queryParams ?? {})],
    ...(loadComponent && { loadComponent }),
  },
  { path, loadComponent: async () => (await import('./no-such-figure')).NoSuchFigure },
];
