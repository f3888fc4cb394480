import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { ProblemDetails, type QuickLog, QuickLogResult } from '@torch/contracts';
import { firstValueFrom } from 'rxjs';
import { Notices } from '../kit';
import { kindOf, problemOf } from '../platform/problem';
import { Session } from '../platform/session';
import type { QuickLogDraft } from './quick-log-draft';
import { quickLogWords } from './quick-log-words';
import { readStored, writeStored } from './stored';

/** A log that was saved on this device and is on its way. Its key goes with it, so that a retry cannot double it. */
export interface WaitingLog {
  key: string;
  request: QuickLog;
  draft: QuickLogDraft;
  savedAt: string;
  /** The server's refusal; such a log waits for its writer. */
  refusal: ProblemDetails | null;
}

export type Outcome = { sent: QuickLogResult } | { refused: WaitingLog } | { waiting: true };

const retryAfter = 15_000;

/** Sends what was logged as soon as there is a network; keeps it on the device until the server has it. */
@Service()
export class QuickLogQueue {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly notices = inject(Notices);
  private readonly t = quickLogWords();
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly logs = signal<WaitingLog[]>([]);
  /** Logs that the device could not keep: they live as long as this window. */
  private readonly unkept = signal<WaitingLog[]>([]);
  readonly isKept = computed(() => this.unkept().length === 0);
  readonly waiting = computed(() => this.logs().filter(({ refusal }) => !refusal));
  readonly refused = computed(() => this.logs().filter(({ refusal }) => refusal));
  readonly online = signal(navigator.onLine);

  constructor() {
    // Takes up what this user left on the device, as soon as it is known who that is.
    effect(() => {
      if (this.session.me()) untracked(() => this.takeUp());
    });
    addEventListener('online', () => {
      this.online.set(true);
      void this.sendAll();
    });
    addEventListener('offline', () => this.online.set(false));
    // Another window of the same browser sent or saved one.
    addEventListener('storage', ({ key }) => {
      if (key === this.place) this.logs.set(this.stored());
    });
  }

  async send(log: WaitingLog): Promise<Outcome> {
    this.keep((logs) => [...logs.filter(({ key }) => key !== log.key), log]);
    return this.deliver(log);
  }

  /** Takes a refused log back to be mended. */
  takeBack(key: string): void {
    this.keep((logs) => logs.filter((log) => log.key !== key));
  }

  async sendAll(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.session.me()) return;
    for (const log of this.waiting()) {
      const outcome = await this.deliver(log);
      if ('waiting' in outcome) return;
      if ('refused' in outcome) this.notices.refused(this.t().refusedLater);
    }
  }

  private takeUp(): void {
    this.logs.set(this.stored());
    void this.sendAll();
  }

  private async deliver(log: WaitingLog): Promise<Outcome> {
    try {
      const headers = { 'Idempotency-Key': log.key };
      const answer = await firstValueFrom(this.http.post('/api/v1/quick-logs', log.request, { headers }));
      const sent = QuickLogResult.parse(answer);
      this.takeBack(log.key);
      return { sent };
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) {
        this.retryLater();
        return { waiting: true };
      }
      const refused = { ...log, refusal };
      this.keep((logs) => logs.map((other) => (other.key === log.key ? refused : other)));
      return { refused };
    }
  }

  private retryLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.sendAll(), retryAfter);
  }

  /** Changes what lies on the device, not what this window remembers: another window may have added one. */
  private keep(change: (logs: WaitingLog[]) => WaitingLog[]): void {
    const stored = this.stored();
    const onlyHere = this.unkept().filter(({ key }) => !stored.some((log) => log.key === key));
    const logs = change([...stored, ...onlyHere]);
    this.logs.set(logs);
    const kept = writeStored(this.place, logs.length > 0 ? logs : null);
    this.unkept.set(kept ? [] : logs.filter(({ key }) => !stored.some((log) => log.key === key)));
  }

  private stored(): WaitingLog[] {
    return readStored<WaitingLog[]>(this.place) ?? [];
  }

  private get place(): string {
    return `torch.quick-log.queue.${this.session.me()?.id ?? ''}`;
  }
}

/**
 * The judgement of the log; null where there is none: no network, a sign-in that ran out, a password to be changed
 * first, a server in trouble.
 */
function refusalOf(error: unknown): ProblemDetails | null {
  if (!(error instanceof HttpErrorResponse)) return null;
  const { status, statusText } = error;
  if (status < 400 || status >= 500 || [401, 408, 429].includes(status)) return null;
  const problem = problemOf(error);
  if (['password-change-required', 'request-in-progress'].includes(kindOf(problem))) return null;
  return problem ?? { type: 'internal', title: statusText, status, errors: [] };
}
