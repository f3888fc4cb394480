import { describe, expect, it } from 'vitest';
import { CreateLead, LeadQuery, Money, QuickLog } from './index';
import { DateText, InstantInput, StoredDate, TimeZone } from './fields';

const id = '01930000-0000-7000-8000-000000000000';

describe('requests', () => {
  it('have exact money, never a floating-point number', () => {
    expect(Money.safeParse({ amount: '1200000.00', currency: 'USD' }).success).toBe(true);
    for (const amount of [1200000, '1e6', '-5', '1.234', '1,000', ''])
      expect(Money.safeParse({ amount, currency: 'USD' }).success).toBe(false);
  });

  it('name a day and an instant of 1900 to 2199, whereas an answer tells what was stored before', () => {
    for (const day of ['1899-12-31', '2200-01-01', '9999-12-31']) {
      const said = DateText.safeParse(day).error?.issues.map(({ message }) => message);
      expect(said).toEqual(['choose a year from 1900 to 2199']);
      expect(InstantInput.safeParse(`${day}T08:00:00Z`).success).toBe(false);
      expect(StoredDate.safeParse(day).success).toBe(true);
    }
    expect(InstantInput.safeParse('2199-12-31T23:59:59-08:00').success).toBe(false);
    for (const day of ['1900-01-01', '2199-12-31']) {
      expect(DateText.safeParse(day).success).toBe(true);
      expect(InstantInput.safeParse(`${day}T08:00:00Z`).success).toBe(true);
    }
    expect(DateText.safeParse('2026-02-30').error?.issues).toHaveLength(1);
  });

  it('refuse what they do not know', () => {
    expect(CreateLead.safeParse({ companyId: id, title: 'x', channel: 'chain', status: 'converted' }).success).toBe(
      false,
    );
    expect(LeadQuery.safeParse({ sort: 'ownerId' }).success).toBe(false);
    expect(LeadQuery.safeParse({ password: 'x' }).success).toBe(false);
  });

  it('take several values of a filter in one', () => {
    expect(LeadQuery.parse({ status: 'new,contacted' }).status).toEqual(['new', 'contacted']);
    expect(LeadQuery.safeParse({ status: 'new,gone' }).success).toBe(false);
  });

  it('name one company in a quick log, known or new, not both', () => {
    const visit = { kind: 'online', status: 'completed', subject: 'x', startsAt: '2026-01-01T00:00:00Z' };
    const company = { nameEn: 'x', country: 'US', region: 'US' };
    expect(QuickLog.safeParse({ companyId: id, visit }).success).toBe(true);
    expect(QuickLog.safeParse({ company, visit }).success).toBe(true);
    expect(QuickLog.safeParse({ visit }).success).toBe(false);
    expect(QuickLog.safeParse({ companyId: id, company, visit }).success).toBe(false);
  });
});

it('takes a time zone by its name, not by an offset, which databases read the other way round', () => {
  const said = (zone: string) => TimeZone.safeParse(zone).error?.issues.map(({ message }) => message) ?? [];
  expect([said('Asia/Shanghai'), said('UTC')]).toEqual([[], []]);
  for (const offset of ['+08:00', '-0300', '+08'])
    expect(said(offset)).toEqual(['name the time zone by a place, such as Asia/Shanghai']);
  expect(said('Atlantis/Main')).toEqual(['unknown time zone']);
});
