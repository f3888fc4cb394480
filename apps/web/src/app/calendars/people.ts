import { computed } from '@angular/core';
import type { User } from '@torch/contracts';
import { reachOf } from '@torch/domain';
import { Paged } from '@torch/ui';

/**
 * Everybody who is active and works on records, and so can be away and stand in for others.
 * @param asked whether the list is wanted at all
 */
export function colleagues(asked: () => boolean) {
  const users = new Paged<User>('/api/v1/users', () =>
    asked() ? { active: true, limit: 200, sort: 'displayName' } : undefined,
  );
  return computed(() => users.items().filter(({ role }) => reachOf(role, 'absence.edit') !== null));
}

/** Names are not unique; with the department they are. */
export const personLabel = ({ displayName, departmentName }: User): string => `${displayName} · ${departmentName}`;

interface WithDeputy {
  id: string;
  deputyId: string | null;
  deputyName: string | null;
}

/**
 * Who can be chosen as somebody's deputy. One who was chosen before stays, also when the list does not reach so far.
 * @param of whose deputy; nothing for a new account
 */
export function deputyOptions(asked: () => boolean, of: () => WithDeputy | null | undefined) {
  const people = colleagues(asked);
  return computed(() => {
    const { id, deputyId = null, deputyName = null } = of() ?? {};
    const options = people()
      .filter((user) => user.id !== id)
      .map((user) => ({ id: user.id, label: personLabel(user) }));
    if (!deputyId || options.some((option) => option.id === deputyId)) return options;
    return [{ id: deputyId, label: deputyName ?? '' }, ...options];
  });
}
