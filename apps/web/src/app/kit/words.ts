import { computed, effect, inject, signal, type Signal } from '@angular/core';
import { may, type Owned, type Permission, type Reach, reachOf } from '@torch/domain';
import type { Paged } from '@torch/ui';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import type { Session } from '../platform/session';

/** Whether a button makes sense on this record; the server asks again. */
export function mayOn(session: Session, permission: Permission, record: Owned): boolean {
  const me = session.me();
  if (!me) return false;
  return may(me, permission, record);
}

/** How far the reader's permission reaches. */
export function reach(session: Session, permission: Permission): Reach | null {
  const me = session.me();
  return me && reachOf(me.role, permission);
}

/**
 * How many a list holds, beside its heading: "1,234 in all", or "10,000+" where nobody counted further. Nothing for an
 * empty one, which says so itself: a bare number tells nobody what it counts.
 * @param words what is counted; left out, the general words
 */
export function totalText<T>(list: Paged<T>, words?: (count: string) => string): Signal<string> {
  const language = inject(Language);
  const general = platformWords();
  return computed(() => {
    const page = list.last();
    if (!page || page.total === 0) return '';
    const count = page.totalIsExact ? page.total.toLocaleString(language.current()) : '10,000+';
    return (words ?? general().total)(count);
  });
}

/** A value once it has rested for a moment: what is typed, not each letter of it. */
export function settled(value: () => string, pause = 300): Signal<string> {
  const rested = signal('');
  effect((onCleanup) => {
    const now = value();
    const timer = setTimeout(() => rested.set(now), pause);
    onCleanup(() => clearTimeout(timer));
  });
  return rested.asReadonly();
}
