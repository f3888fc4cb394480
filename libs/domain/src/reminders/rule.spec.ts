import { describe, expect, it } from 'vitest';
import { misfits, normsOfStages, type ReminderRule, ruleFor } from './rule';

const rule = (id: string, conditions: ReminderRule['conditions'] = {}, active = true): ReminderRule => ({
  id,
  trigger: 'deal.quiet',
  active,
  conditions,
  steps: [],
});

describe('a rule', () => {
  it('says what keeps it from a record', () => {
    const facts = { stage: 'review', status: 'new', channel: 'fair', investment: '499999999.99' };
    expect(misfits(rule('all'), facts)).toEqual([]);
    expect(misfits(rule('off', {}, false), facts)).toEqual(['active']);
    expect(misfits(rule('stages', { stages: ['signed'] }), facts)).toEqual(['stages']);
    expect(misfits(rule('status', { statuses: ['qualified'], channels: ['chain'] }), facts)).toEqual([
      'statuses',
      'channels',
    ]);
    expect(misfits(rule('norm', { normDays: { signed: 30 } }), facts)).toEqual(['normDays']);
  });

  it('compares amounts exactly, and leaves out what has no rate', () => {
    const major = rule('major', { minInvestment: '500000000' });
    expect(misfits(major, { investment: '500000000.00' })).toEqual([]);
    expect(misfits(major, { investment: '499999999.9999999999' })).toEqual(['minInvestment']);
    expect(misfits(major, { investment: '90071992547409930.01' })).toEqual([]);
    expect(misfits(major, { investment: null })).toEqual(['minInvestment']);
  });

  it('gives way to a narrower one that fits', () => {
    const common = rule('common', { stages: ['review'] });
    const major = rule('major', { stages: ['review'], minInvestment: '500000000' });
    expect(ruleFor([common, major], { stage: 'review', investment: '600000000' })?.id).toBe('major');
    expect(ruleFor([major, common], { stage: 'review', investment: '1' })?.id).toBe('common');
    expect(ruleFor([common, { ...major, active: false }], { stage: 'review', investment: '600000000' })?.id).toBe(
      'common',
    );
    expect(ruleFor([common, rule('other', { stages: ['review'] })], { stage: 'review' })?.id).toBe('common');
    expect(ruleFor([common], { stage: 'signed' })).toBeNull();
  });

  it('tells the norm of each stage as whoever is reminded of it knows it: by the narrowest that holds for all deals', () => {
    const common = rule('common', { normDays: { review: 30, signed: 60, filed: 90 } });
    const stricter = rule('stricter', { stages: ['review'], normDays: { review: 10, signed: 1 } });
    const major = rule('major', { stages: ['review'], minInvestment: '500000000', normDays: { review: 5 } });
    const off = rule('off', { stages: ['signed'], normDays: { signed: 2 } }, false);
    expect(normsOfStages([common, stricter, major, off])).toEqual({ review: 10, signed: 60, filed: 90 });
    const signed = rule('signed', { stages: ['signed'], normDays: { signed: 60 } });
    expect(normsOfStages([stricter, signed])).toEqual({ review: 10, signed: 60 });
    expect(normsOfStages([])).toEqual({});
  });
});
