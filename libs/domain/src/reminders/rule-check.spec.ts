import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleFaults, type RuleDraft, unitsOf } from './rule-check';
import type { DraftStep } from './ladder';
import { type ReminderStep, stepUnits } from './step';
import { reminderTriggerNames } from './trigger';

const step = (offset: number, unit: ReminderStep['unit'] = 'days', more: Partial<ReminderStep> = {}): ReminderStep => ({
  offset,
  unit,
  to: ['owner'],
  time: null,
  ...more,
});
const faults = (draft: Partial<RuleDraft>) =>
  ruleFaults({ trigger: 'lead.quiet', conditions: {}, steps: [step(1)], ...draft }, ['chain', 'fair']).map(
    ({ path, code }) => `${path} ${code}`,
  );

describe('the conditions of a rule', () => {
  it('are those that its trigger knows, with codes that there are', () => {
    expect(faults({ conditions: { statuses: ['new'], channels: ['fair'] } })).toEqual([]);
    expect(faults({ conditions: { stages: ['signed'] } })).toEqual(['conditions.stages condition-foreign']);
    expect(faults({ conditions: { channels: ['gone'] } })).toEqual(['conditions.channels unknown-code']);
    // A lead that is closed reminds nobody.
    expect(faults({ conditions: { statuses: ['dormant'] } })).toEqual(['conditions.statuses unknown-code']);
    expect(faults({ conditions: { statuses: [] } })).toEqual(['conditions.statuses empty']);
  });

  it('take an exact amount above nothing, and days for the stages of the road', () => {
    const quiet = (minInvestment: string) => faults({ trigger: 'deal.quiet', conditions: { minInvestment } });
    expect(quiet('500000000.50')).toEqual([]);
    for (const amount of ['0', '-5', '1e9', '1.234', 'much', ''])
      expect(quiet(amount)).toEqual(['conditions.minInvestment amount']);
    const overlong = (normDays: Record<string, number>) =>
      faults({ trigger: 'deal.overlong', conditions: { normDays } });
    expect(overlong({ review: 30 })).toEqual([]);
    expect(overlong({})).toEqual(['conditions.normDays norm-missing']);
    expect(overlong({ lost: 3 })).toEqual(['conditions.normDays unknown-code']);
    expect(overlong({ review: 1.5 })).toEqual(['conditions.normDays days']);
  });
});

describe('the steps of a rule', () => {
  it('are one to ten, in the order in which they come', () => {
    expect(faults({ steps: [] })).toEqual(['steps step-count']);
    expect(faults({ steps: Array.from({ length: 11 }, (_, day) => step(day)) })).toEqual(['steps step-count']);
    expect(faults({ steps: [step(-1), step(1, 'workingDays'), step(2, 'workingDays'), step(1, 'months')] })).toEqual(
      [],
    );
    expect(faults({ steps: [step(14), step(15, 'workingDays'), step(30)] })).toEqual([]);
    expect(faults({ steps: [step(30), step(15, 'workingDays')] })).toEqual(['steps.1.offset order']);
    const hours = (first: string, second: string) => [
      step(1, 'days', { time: first }),
      step(1, 'days', { time: second }),
    ];
    expect(faults({ steps: hours('09:00', '14:00') })).toEqual([]);
    expect(faults({ steps: hours('14:00', '09:00') })).toEqual(['steps.1.offset order']);
  });

  it('are each themselves', () => {
    const known = (id: string, offset: number): DraftStep => ({ ...step(offset), id });
    expect(faults({ steps: [known('a', 1), step(2), step(2), known('b', 3)] })).toEqual([]);
    expect(faults({ steps: [known('a', 1), known('b', 2), known('a', 3)] })).toEqual(['steps.2.id step-twice']);
  });

  it('are counted in what their anchor knows', () => {
    expect(faults({ trigger: 'followUp.due', steps: [step(0, 'notice'), step(1, 'workingDays')] })).toEqual([]);
    expect(faults({ trigger: 'visit.soon', steps: [step(0, 'notice')] })).toEqual(['steps.0.unit unit-foreign']);
    expect(faults({ trigger: 'promise.due', steps: [step(5, 'hours')] })).toEqual(['steps.0.unit unit-foreign']);
    expect(faults({ trigger: 'followUp.due', steps: [step(5, 'notice')] })).toEqual(['steps.0.offset offset']);
    expect(faults({ steps: [step(2, 'hours', { time: '09:00' })] })).toEqual(['steps.0.time time-unused']);
  });

  it('reach somebody, and the assignee where there is one', () => {
    expect(faults({ steps: [step(1, 'days', { to: [] })] })).toEqual(['steps.0.to empty']);
    const assignee = [step(1, 'days', { to: ['assignee', 'head'] })];
    expect(faults({ trigger: 'assignment.due', steps: assignee })).toEqual([]);
    expect(faults({ trigger: 'promise.due', steps: assignee })).toEqual(['steps.0.to recipient-foreign']);
  });

  it('are one for a digest, whose readers are its nature', () => {
    const friday = step(5, 'days', { to: ['head'], time: '10:00' });
    expect(faults({ trigger: 'digest.weekly', steps: [friday] })).toEqual([]);
    expect(faults({ trigger: 'digest.weekly', steps: [friday, friday] })).toEqual(['steps one-step']);
    expect(faults({ trigger: 'digest.weekly', steps: [{ ...friday, offset: 8 }] })).toEqual(['steps.0.offset offset']);
    expect(faults({ trigger: 'digest.weekly', steps: [{ ...friday, to: ['leader'] }] })).toEqual([
      'steps.0.to recipient-foreign',
    ]);
  });

  it('in whatever order they are given, pass when sorted', () => {
    const units = stepUnits.filter((unit) => unit !== 'notice');
    const any = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.constantFrom(...units));
    const length = { minutes: 1, hours: 60, days: 1440, workingDays: 2016, months: 43_776 };
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 10 }), (given) => {
        const sorted = given.toSorted(([a, unitA], [b, unitB]) => a * length[unitA] - b * length[unitB]);
        expect(faults({ steps: sorted.map(([offset, unit]) => step(offset, unit)) })).toEqual([]);
      }),
    );
  });

  it('can be counted in something for every trigger', () => {
    for (const trigger of reminderTriggerNames) expect(unitsOf(trigger).length).toBeGreaterThan(0);
  });
});
