import { inject } from '@angular/core';
import { Router } from '@angular/router';

/** Puts what a list is narrowed by into the address bar, where it can be kept and passed on; empty takes it away. */
export function addressBar(): (change: Readonly<Record<string, string | null>>) => void {
  const router = inject(Router);
  return (change) => {
    const queryParams = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value || null]));
    void router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: 'q' in change });
  };
}
