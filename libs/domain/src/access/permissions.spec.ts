import { describe, expect, it } from 'vitest';
import { administratorRoles, looksOnly, may, type Permission, permissions, reachOf, roles } from './permissions';

/** What is about accounts, when people work and how they look at pages, the zone's lists, rules and targets, and the running of the system; all else is business. */
const system =
  /^(account|reference|rate|calendar|absence|view|reminderRule|reportTemplate|robot|target|user|department|mail|audit)\./;
const business = permissions.filter((permission) => !system.test(permission));
const isLook = (permission: Permission) =>
  looksOnly(permission) || ['deal.countConcealed', 'ledger.export'].includes(permission);
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
      'calendar.edit',
      'mail.read',
      'reminderRule.edit',
      'target.edit',
      'reportTemplate.edit',
      'robot.edit',
    ] as Permission[])
      expect(
        roles.filter((role) => reachOf(role, permission)),
        permission,
      ).toHaveLength(1);
  });

  it('lets the leader read all, give assignments, judge and have reports sent, and write nothing else', () => {
    const writes = business.filter((permission) => !isLook(permission));
    expect(writes.filter((permission) => reachOf('leader', permission)).sort()).toEqual([
      'assignment.create',
      'assignment.update',
      'export.approve',
      'offer.review',
      'reportSchedule.edit',
      'scorecard.write',
      // What a leader shows on a wall is what a leader reads.
      'wallLink.edit',
    ]);
    expect(reachOf('leader', 'lead.read')).toBe('all');
  });

  it('gives officers and heads no write beyond their department, and the statistician what is theirs alone', () => {
    const theirs = ['fund.confirm', 'month.close', 'reportSchedule.edit'];
    for (const permission of business.filter((each) => !isLook(each))) {
      for (const role of ['officer', 'head', 'collaborator'] as const)
        expect(reachOf(role, permission), `${role} ${permission}`).not.toBe('all');
      if (reachOf('statistician', permission)) expect(theirs).toContain(permission);
    }
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

  it('keeps what is confidential to the people named, whatever the rank of others', () => {
    const secret = { ...record, confidentialTo: ['you'] };
    for (const role of roles)
      for (const permission of permissions)
        expect(may(actor(role), permission, secret), `${role} ${permission}`).toBe(false);
    expect(may(actor('leader'), 'deal.read', { ...secret, confidentialTo: null })).toBe(true);
  });

  it('lets who is named look, however far away, and write only what lies within reach', () => {
    const secret = { ownerId: 'you', departmentId: 'theirs', confidentialTo: ['me', 'you'] };
    expect(may(actor('officer'), 'deal.read', secret)).toBe(true);
    expect(may(actor('officer'), 'deal.update', secret)).toBe(false);
    expect(may(actor('officer', 'you'), 'deal.update', secret)).toBe(true);
    expect(may(actor('auditor'), 'deal.read', secret)).toBe(false);
  });
});
