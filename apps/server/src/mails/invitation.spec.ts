import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { now, readerOf, sampleMails } from '../../test/mail-samples';
import { mailHeaders } from '../platform/mail/mail-headers';
import { type InvitationFacts, visitCancellation, visitInvitation } from '.';

const facts: InvitationFacts = {
  visit: {
    id: '0190a1b2-0000-7000-8000-000000000007',
    version: 3,
    kind: 'inbound',
    code: 'L-2030-0042',
    startsAt: new Date('2030-03-05T02:00:00Z'),
    endsAt: new Date('2030-03-05T04:30:00Z'),
    link: 'https://zhaoshang.example.com/visits/0190a1b2-0000-7000-8000-000000000007',
    title: '示例精密机械来访,考察标准厂房;洽谈租金优惠条件及交付时间安排,并参观公共服务平台',
    companyName: '示例精密机械(中山)有限公司',
    place: '火炬大厦 3 楼会议室',
    confidential: false,
  },
  reader: { ...readerOf('zh-CN'), name: '王敏', email: 'wang.min@example.com' },
  mailFrom: 'Torch CRM <torch-crm@example.com>',
  host: 'zhaoshang.example.com',
  at: now,
};
const full: InvitationFacts = { ...facts, reader: { ...facts.reader, mode: 'full' } };

/** RFC 5545: lines are unfolded, then read as name, parameters, value. */
function read(content: string): Map<string, { params: string; value: string }> {
  const lines = content.replace(/\r\n[ \t]/g, '').split('\r\n');
  return new Map(
    lines.map((line) => {
      const [, name = '', params = '', value = ''] = /^([A-Z-]+)((?:;[^:"]*(?:"[^"]*")?)*):(.*)$/.exec(line) ?? [];
      return [name, { params, value: value.replace(/\\n/g, '\n').replace(/\\([,;\\])/g, '$1') }];
    }),
  );
}

describe('an invitation', () => {
  it('names the visit for good, with its version, in UTC', () => {
    const { method, contentType, content } = visitInvitation(facts);
    expect(method).toBe('REQUEST');
    expect(contentType).toBe('text/calendar; charset=utf-8; method=REQUEST');
    const entry = read(content);
    expect(entry.get('METHOD')?.value).toBe('REQUEST');
    expect(entry.get('UID')?.value).toBe('visit-0190a1b2-0000-7000-8000-000000000007@zhaoshang.example.com');
    expect(entry.get('SEQUENCE')?.value).toBe('3');
    expect(entry.get('DTSTAMP')?.value).toBe('20300304T010000Z');
    expect(entry.get('DTSTART')?.value).toBe('20300305T020000Z');
    expect(entry.get('DTEND')?.value).toBe('20300305T043000Z');
    expect(entry.get('ORGANIZER')).toMatchObject({
      params: expect.stringContaining('Torch CRM'),
      value: expect.stringMatching(/mailto:torch-crm@example\.com/i),
    });
    expect(entry.get('ATTENDEE')?.value).toMatch(/mailto:wang\.min@example\.com/i);
    expect(entry.get('ATTENDEE')?.params).toContain('王敏');
  });

  it('tells kind and code alone where mails are minimal or the matter is confidential', () => {
    for (const each of [facts, { ...full, visit: { ...full.visit, confidential: true } }]) {
      const { content } = visitInvitation(each);
      expect(read(content).get('SUMMARY')?.value).toBe('来访 L-2030-0042');
      expect(content.replace(/\r\n /g, '')).not.toMatch(/示例|火炬大厦|租金/);
    }
  });

  it('tells title, company and place in full, in lines of at most 75 octets', () => {
    const { content } = visitInvitation(full);
    const entry = read(content);
    expect(entry.get('SUMMARY')?.value).toBe(`来访 L-2030-0042: ${facts.visit.title}`);
    expect(entry.get('LOCATION')?.value).toBe('火炬大厦 3 楼会议室');
    expect(entry.get('DESCRIPTION')?.value).toBe(`企业: ${facts.visit.companyName}\n打开记录: ${facts.visit.link}`);
    for (const line of content.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(content).not.toMatch(/[^\r]\n/);
  });

  it('lasts an hour where no end is known, and takes an address without a name', () => {
    const { content } = visitInvitation({
      ...facts,
      mailFrom: 'torch-crm@example.com',
      visit: { ...facts.visit, endsAt: null, code: null },
    });
    const entry = read(content);
    expect(entry.get('DTEND')?.value).toBe('20300305T030000Z');
    expect(entry.get('SUMMARY')?.value).toBe('来访');
    expect(entry.get('ORGANIZER')?.value).toMatch(/torch-crm@example\.com/);
  });

  it('is taken back under the same name', () => {
    const { method, content } = visitCancellation({ ...facts, visit: { ...facts.visit, version: 4 } });
    const entry = read(content);
    expect(method).toBe('CANCEL');
    expect(entry.get('METHOD')?.value).toBe('CANCEL');
    expect(entry.get('STATUS')?.value).toBe('CANCELLED');
    expect(entry.get('SEQUENCE')?.value).toBe('4');
    expect(entry.get('UID')?.value).toBe(read(visitInvitation(facts).content).get('UID')?.value);
  });

  it('arrives whole, with the headers that keep machines from answering', async () => {
    const mail = sampleMails('zh-CN')['visit-soon'];
    const { method, filename, content } = visitInvitation(full);
    const transport = createTransport({ streamTransport: true, buffer: true });
    const { message } = await transport.sendMail({
      from: facts.mailFrom,
      to: facts.reader.email,
      ...mail,
      headers: mailHeaders('reminder', facts.host),
      icalEvent: { method, filename, content },
    });
    const read = await simpleParser(message as Buffer);
    expect(read.subject).toBe(mail?.subject);
    expect(read.text?.trim()).toBe(mail?.text.trim());
    expect(read.html).toBe(mail?.html);
    expect(read.headers.get('auto-submitted')).toBe('auto-generated');
    expect(read.headers.get('x-auto-response-suppress')).toBe('All');
    expect(read.attachments[0]?.content.toString()).toBe(content);
  });
});
