import type { SmtpFault } from './smtp-fault';

/** Refusals in a row, of no address, after which the mail server, not one mail or address, counts as failing. */
const failsFrom = 3;
/** Milliseconds between questions to a server that was out of reach: what waits for it is to go within seconds of its return. */
export const askFirst = 2_000;
const askAtMost = 3_000;

/**
 * Whether the mail server is in order. What waits for it has its own growing pauses; once it is back nothing waits for
 * their end.
 */
export class ServerStanding {
  private refusals = 0;
  private away = false;
  private askedAt = 0;
  private pause = askFirst;

  /** @param on.away called as long as it is out of reach, `on.back` once it takes mails again */
  constructor(private readonly on: { away: () => Promise<void>; back: () => Promise<void> }) {}

  /** Notes what speaks of the server; what an address is refused for says nothing of others. */
  async failed(fault: SmtpFault): Promise<void> {
    if (fault === 'gone' || fault === 'address') return;
    this.refusals += 1;
    if (fault !== 'away') return;
    this.away = true;
    await this.on.away();
  }

  /** Another worker has found it out of reach: it is asked from here, too. */
  hears(): void {
    this.away = true;
  }

  /** Whether the last that was heard of it is that it took a mail. */
  get works(): boolean {
    return !this.away && this.refusals === 0;
  }

  async worked(): Promise<void> {
    const back = this.away || this.refusals >= failsFrom;
    [this.refusals, this.away, this.pause] = [0, false, askFirst];
    if (back) await this.on.back();
  }

  /** @param verify resolves when the server answers; asked now and then while it is out of reach */
  async ask(verify: () => Promise<unknown>): Promise<void> {
    if (!this.away || Date.now() - this.askedAt < this.pause) return;
    this.askedAt = Date.now();
    this.pause = Math.min(this.pause * 2, askAtMost);
    if (!(await this.answers(verify))) return this.on.away();
    this.away = false;
    await this.on.back();
  }

  /** Whether the server answers at all: that it does not is no fault of a mail. */
  async answers(verify: () => Promise<unknown>): Promise<boolean> {
    try {
      await verify();
      return true;
    } catch {
      return false;
    }
  }
}
