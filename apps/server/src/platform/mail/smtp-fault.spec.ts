import { expect, it } from 'vitest';
import { faultOf, type SmtpFault } from './smtp-fault';

const said = (code: string, command: string, response: string) =>
  faultOf({ code, command, response, responseCode: Number(response.slice(0, 3)) });

it.each<[SmtpFault, string, string, string]>([
  ['gone', 'EENVELOPE', 'RCPT TO', '550 5.1.1 no such mailbox'],
  ['gone', 'EENVELOPE', 'RCPT TO', '550 no such mailbox'],
  ['address', 'EENVELOPE', 'RCPT TO', '450 4.7.1 greylisted'],
  ['address', 'EENVELOPE', 'RCPT TO', '452 4.2.2 mailbox full'],
  ['server', 'EENVELOPE', 'RCPT TO', '452 4.3.1 insufficient system storage'],
  ['server', 'EENVELOPE', 'RCPT TO', '554 relay access denied'],
  ['server', 'EENVELOPE', 'RCPT TO', '554 5.7.1 not allowed'],
  ['server', 'EENVELOPE', 'RCPT TO', '550 5.4.5 daily sending quota exceeded'],
  ['server', 'EENVELOPE', 'RCPT TO', '530 Authentication required'],
  ['server', 'EENVELOPE', 'MAIL FROM', '550 sender rejected'],
  ['server', 'EAUTH', 'AUTH PLAIN', '535 5.7.8 wrong password'],
  ['mail', 'EMESSAGE', 'DATA', '554 looks like spam'],
  ['server', 'EMESSAGE', 'DATA', '452 insufficient storage'],
  ['away', 'EENVELOPE', 'MAIL FROM', '421 too many connections'],
])('hears of %s in an answer to %s %s: %s', (fault, code, command, response) =>
  expect(said(code, command, response)).toBe(fault),
);

it('tells a server that is not there from what was never asked of one', () => {
  expect(faultOf({ code: 'ETIMEDOUT', command: 'CONN' })).toBe('away');
  expect(faultOf({ code: 'EENVELOPE', command: 'API', message: 'No recipients defined' })).toBe('gone');
  expect(faultOf({ code: 'EENVELOPE', command: 'API', message: 'Invalid sender "x"' })).toBe('server');
});
