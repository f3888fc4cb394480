import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOrderly, type ProtectionRule, protectionStanding, sharesAddUp, usualProtection } from './protection';

const day = 86_400_000;
const contact = new Date('2026-01-01T08:00:00Z');
const after = (days: number) => new Date(contact.getTime() + days * day);
const at = (days: number, rule = usualProtection) => protectionStanding(rule, contact, after(days));

describe('the protection of a first report', () => {
  it('warns at 20 and 27 days of silence, and ends at 30', () => {
    expect(at(0)).toMatchObject({ silentDays: 0, warning: 0, ended: false, released: false, until: after(30) });
    expect(at(19.99).warning).toBe(0);
    expect([at(20).warning, at(26.9).warning, at(27).warning]).toEqual([1, 1, 2]);
    expect(at(29.99)).toMatchObject({ ended: false, released: false });
    expect(at(30)).toMatchObject({ ended: true, released: true });
  });

  it('ends after its period where silence releases nothing', () => {
    const rule: ProtectionRule = { ...usualProtection, releaseDays: null };
    expect(at(89, rule)).toMatchObject({ ended: false, released: false, until: after(90) });
    expect(at(90, rule)).toMatchObject({ ended: true, released: false });
  });

  it('wants its days in order', () => {
    expect(isOrderly(usualProtection)).toBe(true);
    expect(isOrderly({ ...usualProtection, firstWarningDays: 27 })).toBe(false);
    expect(isOrderly({ ...usualProtection, releaseDays: 27 })).toBe(false);
    expect(isOrderly({ ...usualProtection, releaseDays: null, protectionDays: 20 })).toBe(false);
  });

  const rules = fc
    .tuple(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 60 }),
      fc.boolean(),
    )
    .map(([first, second, rest, never]): ProtectionRule => {
      const release = first + second + rest;
      return {
        firstWarningDays: first,
        secondWarningDays: first + second,
        releaseDays: never ? null : release,
        protectionDays: release + rest,
      };
    });
  const spans = fc.double({ min: 0, max: 400, noNaN: true });

  it('never takes a lead from who was in contact, never without both warnings first, and grows with each contact', () => {
    fc.assert(
      fc.property(rules, spans, spans, (rule, silence, later) => {
        expect(isOrderly(rule)).toBe(true);
        const now = after(silence);
        const standing = protectionStanding(rule, contact, now);
        if (standing.released) expect(standing).toMatchObject({ ended: true, warning: 2 });
        if (standing.silentDays < rule.secondWarningDays) expect(standing.ended).toBe(false);
        expect(standing.ended).toBe(now >= standing.until);
        const renewed = protectionStanding(rule, after(Math.min(silence, later)), now);
        expect(renewed.until >= standing.until).toBe(true);
        expect(renewed.warning <= standing.warning).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('shares', () => {
  it('are whole percents of at least two people that make a hundred', () => {
    expect(sharesAddUp([{ percent: 70 }, { percent: 30 }])).toBe(true);
    for (const wrong of [[100], [70, 20], [70, 30, 0], [70.5, 29.5], []])
      expect(sharesAddUp(wrong.map((percent) => ({ percent })))).toBe(false);
  });
});
