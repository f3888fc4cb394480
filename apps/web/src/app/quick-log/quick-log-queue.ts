import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { ProblemDetails, type QuickLog, QuickLogResult } from '@torch/contracts';
import { firstValueFrom } from 'rxjs';
import { Session } from '../platform/session';
import type { QuickLogDraft } from './quick-log-draft';
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
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly logs = signal<WaitingLog[]>([]);
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
    for (const log of this.waiting()) {
      const outcome = await this.deliver(log);
      if ('waiting' in outcome) return;
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
      this.takeBack(log.key);
      return { sent: QuickLogResult.parse(answer) };
    } catch (error) {
      if (!(error instanceof HttpErrorResponse)) throw error;
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
    const logs = change(this.stored());
    this.logs.set(logs);
    writeStored(this.place, logs.length > 0 ? logs : null);
  }

  private stored(): WaitingLog[] {
    return readStored<WaitingLog[]>(this.place) ?? [];
  }

  private get place(): string {
    return `torch.quick-log.queue.${this.session.me()?.id ?? ''}`;
  }
}

/** Whether the server has judged the log; no network, a sign-in that ran out or a server in trouble is no judgement. */
function refusalOf(error: HttpErrorResponse): ProblemDetails | null {
  const passing = error.status < 400 || error.status >= 500 || [401, 408, 429].includes(error.status);
  const problem = ProblemDetails.safeParse(error.error);
  if (passing || (problem.success && problem.data.type.endsWith('request-in-progress'))) return null;
  return problem.success
    ? problem.data
    : { type: 'internal', title: error.statusText, status: error.status, errors: [] };
}
