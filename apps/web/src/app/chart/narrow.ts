import { DestroyRef, inject, type Signal, signal } from '@angular/core';

/** Whether the page is as narrow as on a phone, where a chart is drawn another way. */
export function isNarrow(): Signal<boolean> {
  const query = matchMedia('(width < 900px)');
  const narrow = signal(query.matches);
  const change = () => narrow.set(query.matches);
  query.addEventListener('change', change);
  inject(DestroyRef).onDestroy(() => query.removeEventListener('change', change));
  return narrow.asReadonly();
}
