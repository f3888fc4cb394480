import { QuickLog } from '@torch/contracts';
import { describe, expect, it } from 'vitest';
import { nameFields } from '../companies/company-names';
import { blankQuickLog, gapsOf, quickLogOf } from './quick-log-draft';

const now = new Date('2026-11-24T08:00:00Z');
const company = '0197a1b2-0000-7000-8000-000000000001';

describe('a quick log', () => {
  it('asks for the company and for what was said, and for nothing else', () => {
    expect(gapsOf(blankQuickLog())).toEqual(['company', 'said']);
    expect(gapsOf({ ...blankQuickLog(), companyId: company, said: 'x' })).toEqual([]);
  });

  it('asks when the next step is due, and what it is', () => {
    const told = { ...blankQuickLog(), companyId: company, said: 'x' };
    expect(gapsOf({ ...told, next: 'send the offer' })).toEqual(['dueAt']);
    expect(gapsOf({ ...told, dueAt: '2026-11-25T01:00:00Z' })).toEqual(['next']);
  });

  it('becomes a request that fits the contract', () => {
    const log = quickLogOf(
      {
        ...blankQuickLog(),
        newCompany: true,
        companyName: '한빛 메디칼',
        country: 'KR',
        companyRegion: 'KR',
        contactId: 'new',
        contactName: '김',
        said: '他们想看怡园街道的厂房\n下周来',
        next: '发厂房资料',
        dueAt: '2026-11-25T01:00:00.000Z',
        leadId: 'new',
        leadTitle: '血管支架',
        channel: 'visit',
      },
      now,
    );
    expect(QuickLog.safeParse(log).error).toBeUndefined();
    expect(log.visit.subject).toBe('他们想看怡园街道的厂房');
    expect(log.company).toMatchObject({ nameLocal: '한빛 메디칼' });
  });

  it('files a name by its script', () => {
    expect(nameFields('威高集团')).toEqual({ nameZh: '威高集团' });
    expect(nameFields('トヨタ')).toEqual({ nameLocal: 'トヨタ' });
    expect(nameFields('Bosch')).toEqual({ nameEn: 'Bosch' });
  });
});
