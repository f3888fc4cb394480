import { expect, it } from 'vitest';
import { administratorRoles, roles } from '../access/permissions';
import { readsSubject } from './readable';
import { reminderSubjects } from './trigger';

const readBy = (role: (typeof roles)[number]) => reminderSubjects.filter((subject) => readsSubject(role, subject));

it('opens to no administrator what anybody is reminded of, and to a collaborator assignments alone', () => {
  for (const role of administratorRoles) expect(readBy(role)).toEqual(['user']);
  expect(readBy('collaborator')).toEqual(['assignment', 'user']);
  for (const role of ['officer', 'head', 'leader'] as const) expect(readBy(role)).toEqual(reminderSubjects);
});
