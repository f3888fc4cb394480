import { describe, expect, it } from 'vitest';
import { administratorRoles, may, type Permission, permissions, reachOf, roles } from './permissions';

const business = permissions.filter((permission) =>
  /^(company|contact|lead|visit|followUp|reminder|recycleBin)\./.test(permission),
);
const record = { ownerId: 'me', departmentId: 'mine' };
const actor = (role: (typeof roles)[number], id = 'me', departmentIds = ['mine']) => ({
  id,
  role,
  departmentId: 'mine',
  departmentIds,
});

describe('the permission table', () => {
  it('shows no business to the three administrators', () => {
    for (const role of administratorRoles)
      expect(
        business.filter((permission) => reachOf(role, permission)),
        role,
      ).toEqual([]);
  });

  it('keeps the three administrators apart: what one manages, no other may', () => {
    for (const permission of [
      'user.manage',
      'user.changeRole',
      'audit.read',
      'reference.edit',
      'mail.read',
    ] as Permission[])
      expect(
        roles.filter((role) => reachOf(role, permission)),
        permission,
      ).toHaveLength(1);
  });

  it('lets the leader read all and write nothing', () => {
    const writes = business.filter((permission) => !/\.(read|list)$/.test(permission));
    expect(writes.filter((permission) => reachOf('leader', permission))).toEqual([]);
    expect(reachOf('leader', 'lead.read')).toBe('all');
  });

  it('gives a write no wider reach than the head’s department', () => {
    for (const permission of business.filter((each) => !/\.(read|list)$/.test(each)))
      for (const role of roles) expect(reachOf(role, permission), `${role} ${permission}`).not.toBe('all');
  });
});

describe('may', () => {
  it('reaches an officer’s own records only', () => {
    expect(may(actor('officer'), 'lead.read', record)).toBe(true);
    expect(may(actor('officer', 'you'), 'lead.read', record)).toBe(false);
  });

  it('reaches a head’s department and those below it', () => {
    expect(may(actor('head', 'you'), 'lead.update', record)).toBe(true);
    expect(may(actor('head', 'you', ['above', 'mine']), 'lead.update', record)).toBe(true);
    expect(may(actor('head', 'you', ['other']), 'lead.update', record)).toBe(false);
    expect(may(actor('head', 'you'), 'lead.update', { ownerId: 'me', departmentId: null })).toBe(false);
  });

  it('refuses who lacks the permission, whoever owns the record', () => {
    expect(may(actor('auditor'), 'lead.read', record)).toBe(false);
  });
});
