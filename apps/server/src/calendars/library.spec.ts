import { calendarCountries, type CalendarCountry } from '@torch/domain';
import { describe, expect, it } from 'vitest';
import { libraryYear } from './library';

const daysOf = (country: CalendarCountry, year: number, kind = 'holiday') =>
  libraryYear(country, year)
    .days.filter((each) => each.kind === kind)
    .map(({ day }) => day.slice(5));
const named = (country: CalendarCountry, year: number, name: string) =>
  libraryYear(country, year)
    .days.filter(({ nameEn }) => nameEn === name)
    .map(({ day }) => day.slice(5));

describe('the Chinese year', () => {
  it('is as the State Council arranged it, with the weekend days that are worked', () => {
    expect(libraryYear('CN', 2026).published).toBe(true);
    expect(daysOf('CN', 2026, 'workday')).toEqual(['01-04', '02-14', '02-28', '05-09', '09-20', '10-10']);
    expect(daysOf('CN', 2026)).toHaveLength(33);
    expect(daysOf('CN', 2025).filter((day) => day > '09')).toEqual(
      ['01', '02', '03', '04', '05', '06', '07', '08'].map((day) => `10-${day}`),
    );
    expect(daysOf('CN', 2025, 'workday')).toEqual(['01-26', '02-08', '04-27', '09-28', '10-11']);
  });

  it('holds the thirteen days of the regulation alone while its arrangement is not published', () => {
    const { published, days } = libraryYear('CN', 2030);
    expect(published).toBe(false);
    expect(days.every(({ kind }) => kind === 'holiday')).toBe(true);
    expect(days.map(({ day }) => day.slice(5))).toEqual(
      // New Year; the eve of 3 February and three days; Qingming; Labour Day; Dragon Boat; Mid-Autumn; National Day.
      [
        '01-01',
        '02-02',
        '02-03',
        '02-04',
        '02-05',
        '04-05',
        '05-01',
        '05-02',
        '06-05',
        '09-12',
        '10-01',
        '10-02',
        '10-03',
      ],
    );
  });
});

describe('public holidays elsewhere', () => {
  it('give 설날 and 추석 their three whole days, from the eve on, and their substitutes', () => {
    expect(named('KR', 2026, 'Korean New Year')).toEqual(['02-16', '02-17', '02-18']);
    expect(named('KR', 2026, 'Korean Thanksgiving')).toEqual(['09-24', '09-25', '09-26']);
    expect(daysOf('KR', 2027).filter((day) => day.startsWith('02'))).toEqual(['02-06', '02-07', '02-08', '02-09']);
    expect(daysOf('KR', 2025).filter((day) => day.startsWith('10-0'))).toEqual([
      '10-03',
      '10-05',
      '10-06',
      '10-07',
      '10-08',
      '10-09',
    ]);
  });

  it('are those of the whole country', () => {
    expect(daysOf('DE', 2026)).toEqual([
      '01-01',
      '04-03',
      '04-06',
      '05-01',
      '05-14',
      '05-25',
      '10-03',
      '12-25',
      '12-26',
    ]);
    expect(daysOf('JP', 2026)).toEqual(expect.arrayContaining(['05-04', '05-05', '05-06', '09-22']));
    expect(daysOf('GB', 2026)).toContain('08-31');
    // New Year 2028 is a Saturday: kept on the Friday, in the year before.
    expect(daysOf('US', 2027)).toContain('12-31');
  });

  it('have a Chinese name each, and each day once and in its year', () => {
    for (const country of calendarCountries)
      for (let year = 2024; year <= 2036; year += 1) {
        const { days } = libraryYear(country, year);
        expect(days.length, `${country} ${year}`).toBeGreaterThan(4);
        expect(days.map(({ day }) => day)).toEqual([...new Set(days.map(({ day }) => day))].sort());
        for (const { day, nameZh, nameEn } of days) {
          expect(day.slice(0, 4)).toBe(`${year}`);
          expect(nameZh, `${country} ${day} ${nameEn}`).toMatch(/^[一-龥·()]+$/);
        }
      }
  });
});
