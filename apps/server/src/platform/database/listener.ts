import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import pg from 'pg';
import { filter, map, type Observable, Subject } from 'rxjs';
import { Config } from '../config';
import { asAppRole } from './app-role';

const log = new Logger('listener');
const channels = ['torch_notifications', 'torch_access'] as const;
export type Channel = (typeof channels)[number];

/** Notices between the processes, over the database; a lost connection is made again, and what was missed is in the rows. */
@Injectable()
export class Listener implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly notices = new Subject<{ channel: string; payload: string }>();
  private readonly ending = new Subject<void>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly config: Config) {}

  /** Payloads of one channel, from now on. */
  on(channel: Channel): Observable<string> {
    return this.notices.pipe(
      filter((notice) => notice.channel === channel),
      map(({ payload }) => payload),
    );
  }

  onApplicationBootstrap(): void {
    if (this.config.settings.ROLE !== 'worker') void this.connect(500);
  }

  /** Fires when the product is about to end: whoever streams then has to stop, or the server waits for them. */
  get end(): Observable<void> {
    return this.ending;
  }

  beforeApplicationShutdown(): void {
    this.ending.next();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    this.notices.complete();
    await this.client?.end().catch(() => undefined);
  }

  private async connect(pause: number): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.settings.DATABASE_URL,
      options: asAppRole,
      keepAlive: true,
    });
    let lost = false;
    const again = (error?: Error) => {
      if (lost || this.stopped) return;
      lost = true;
      log.warn(`connection lost${error ? `: ${error.message}` : ''}`);
      this.retry = setTimeout(() => void this.connect(Math.min(pause * 2, 10_000)), pause);
    };
    client.on('error', again);
    client.on('end', () => again());
    client.on('notification', ({ channel, payload = '' }) => this.notices.next({ channel, payload }));
    try {
      await client.connect();
      for (const channel of channels) await client.query(`LISTEN ${channel}`);
      this.client = client;
      pause = 500;
    } catch (error) {
      again(error as Error);
    }
  }
}
