import { computed, effect, inject, signal, type Signal } from '@angular/core';
import { may, type Owned, type Permission, type Reach, reachOf } from '@torch/domain';
import type { Paged } from '@torch/ui';
import { Language } from '../platform/language';
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

/** "1,234", or "10,000+" where nobody counted further. */
export function totalText<T>(list: Paged<T>): Signal<string> {
  const language = inject(Language);
  return computed(() => {
    const page = list.last();
    if (!page) return '';
    return page.totalIsExact ? page.total.toLocaleString(language.current()) : '10,000+';
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
