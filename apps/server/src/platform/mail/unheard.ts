import type { Readable } from 'node:stream';
import type { Transporter } from 'nodemailer';
import type { SmtpError } from './smtp-fault';

/**
 * Knows of each try whether the mail itself went over before it broke off: only then may the server have taken it unheard.
 * A server that is out of reach, or hangs up before, surely has not.
 */
export class Unheard {
  private readonly bodies = new Map<string, Readable>();

  constructor(transport: Transporter) {
    transport.use('stream', ({ message, data: { messageId } }, done) => {
      // nodemailer reads it when the server has asked for it, and not before.
      message?.processFunc((body) => {
        if (messageId) this.bodies.set(messageId, body);
        return body;
      });
      done();
    });
  }

  /** @returns whether the server may have the mail of a try that failed */
  mayBeOut(messageId: string, { responseCode }: SmtpError): boolean {
    const begun = this.bodies.get(messageId)?.readableDidRead ?? false;
    return begun && responseCode === undefined;
  }

  forget(messageId: string): void {
    this.bodies.delete(messageId);
  }
}
