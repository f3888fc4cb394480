/**
 * What a try that failed speaks of: `gone` this address or mail, for good; `address` this address, for now (greylisting,
 * a full mailbox); `mail` perhaps this mail, perhaps all; `server` the mail server and us (sender, sign-in, relaying,
 * quota), whatever the mail; `away` a server that is not there.
 */
export type SmtpFault = 'gone' | 'address' | 'mail' | 'server' | 'away';

/** nodemailer's errors. */
export interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
  message?: string;
}

/** nodemailer's names for a conversation that never came about or broke off; what was answered has a code of its own. */
const outOfReach = new Set(['ECONNECTION', 'ECONNREFUSED', 'ECONNRESET', 'EDNS', 'ESOCKET', 'ETIMEDOUT', 'EPROTOCOL']);
/** RFC 3463: the mail system (x.3), its routes and limits (x.4.5), and what it lets us do (5.7); or said in words. */
const ofServer = /\b(?:[45]\.3\.\d+|[45]\.4\.5|5\.7\.\d+)\b|relay|authenticat/i;
/** Sign-in wanted or refused (RFC 4954). */
const signIn = new Set([530, 534, 535, 538]);

/** Only what is said of the recipient is final; a refusal of the sender, the sign-in or the relaying would be said of every mail. */
export function faultOf({ code, command, responseCode, response, message }: SmtpError): SmtpFault {
  if (responseCode === 421) return 'away';
  if (responseCode === undefined) {
    // What nodemailer refuses by itself, before a server is asked.
    if (code === 'EENVELOPE') return /sender/i.test(message ?? '') ? 'server' : 'gone';
    if (code === 'EMESSAGE') return 'mail';
    return outOfReach.has(code ?? '') ? 'away' : 'server';
  }
  if (signIn.has(responseCode) || ofServer.test(response ?? '')) return 'server';
  if (command === 'RCPT TO') return responseCode >= 500 ? 'gone' : 'address';
  return code === 'EMESSAGE' && responseCode >= 500 ? 'mail' : 'server';
}
