import { type Permission, reachOf, type Role } from '@torch/domain';
import { expect, it } from 'vitest';
import { groupsFor, groups, tabsOf } from './navigation';

const of = (role: Role) => groupsFor((permission: Permission) => reachOf(role, permission) !== null);

it('has every address once', () => {
  const paths = groups.flatMap(({ links }) => links.map(({ path }) => path));
  expect(new Set(paths).size).toBe(paths.length);
});

it('shows the groups in which somebody has something, in their order', () => {
  expect(of('head').map(({ word }) => word)).toEqual(['work', 'figures', 'reporting', 'administration']);
  expect(of('collaborator').flatMap(({ links }) => links.map(({ path }) => path))).toContain('/assignments');
  for (const role of ['officer', 'leader', 'admin', 'auditor'] as const)
    for (const { links } of of(role)) expect(links.length).toBeGreaterThan(0);
});

it('keeps at the foot of a phone what is used daily, for an administrator the first of what there is', () => {
  expect(tabsOf(of('officer')).map(({ path }) => path)).toEqual(['/', '/leads', '/visits', '/assignments']);
  expect(tabsOf(of('security_admin')).length).toBeGreaterThan(0);
});
