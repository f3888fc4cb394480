import { describe, expect, it } from 'vitest';
import { actsOn, daysOfAct, mailActs } from './mail-act';
import { effectiveMode, modesOf, preferenceMatrix } from './preference';
import { reminderKinds } from './trigger';

describe('what a reader chooses', () => {
  it('is on where nothing was said', () => {
    const matrix = preferenceMatrix([{ kind: 'visit', channel: 'email', mode: 'digest' }]);
    expect(matrix).toHaveLength(reminderKinds.length * 2 - 1);
    expect(matrix.filter(({ mode }) => mode !== 'on')).toEqual([{ kind: 'visit', channel: 'email', mode: 'digest' }]);
  });

  it('gathers mails in the digest, not the bell, nor the digest itself', () => {
    expect(modesOf('visit', 'email')).toEqual(['on', 'digest', 'off']);
    expect(modesOf('visit', 'in_app')).toEqual(['on', 'off']);
    expect(modesOf('digest', 'email')).toEqual(['on', 'off']);
    expect(modesOf('digest', 'in_app')).toEqual([]);
  });
});

describe('a mail wanted in the digest alone', () => {
  it('waits for the digest where there is one, and else comes at once, so that it is told somewhere', () => {
    expect(effectiveMode('digest', true)).toBe('digest');
    expect(effectiveMode('digest', false)).toBe('on');
  });

  it('is the only choice that hangs on the digest', () => {
    for (const mode of ['on', 'off'] as const)
      expect([effectiveMode(mode, true), effectiveMode(mode, false)]).toEqual([mode, mode]);
  });
});

describe('what a mail offers', () => {
  it('is only what needs no further word', () => {
    expect(actsOn('followUp', 'followUp.due')).toEqual(['done', 'snooze1', 'snooze3', 'snooze7']);
    expect(actsOn('promise', 'promise.due')).toContain('done');
    expect(actsOn('assignment', 'assignment.due')).toEqual(['snooze1', 'snooze3', 'snooze7']);
    expect(actsOn('visit', 'visit.soon')).toEqual([]);
    expect(actsOn('user', 'digest.personal')).toEqual([]);
    expect(mailActs.map(daysOfAct)).toEqual([null, 1, 3, 7]);
  });
});
