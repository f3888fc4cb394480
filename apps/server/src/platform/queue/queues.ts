import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createPostgresBackend, type Job, type JobsOptions, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Config } from '../config';
import { asAppRole } from '../database/app-role';
import { queueSchema } from './queue-tables';

/** A job carries an id and nothing else: the row decides, and the queue may be lost. */
export interface Wake {
  id: string;
}

export interface Alarm extends Wake {
  /** Deduplicates while the job is kept; no `:` in it. */
  jobId: string;
  /** Milliseconds from now. */
  delay?: number;
}

/** An alarm that comes again and again. */
export interface Schedule extends Wake {
  /** Five fields of cron, read in the time zone. */
  pattern: string;
  timeZone: string;
}

const log = new Logger('queue');

/** Jobs are gone once done; the rows remember. Keeping a count would deadlock on the PostgreSQL backend. */
const jobOptions: JobsOptions = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 3,
  backoff: { type: 'exponential', delay: 500 },
};

/** Milliseconds: for an answer of the backend, for jobs under way at the end, and for closing what is left. */
const answerWithin = 10_000;
const finishWithin = 20_000;
const closeWithin = 5_000;

/** @throws Error when the work takes longer, in milliseconds; it may still come to an end, unheard */
async function within<T>(time: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(reject, time, new Error('no answer'))));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** BullMQ on Redis with `REDIS_URL`, else in our own database: the same queues either way. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  private readonly queues = new Map<string, Queue<Wake>>();
  private readonly workers: Worker<Wake>[] = [];
  /** For workers, who wait out an outage. */
  private readonly redis: Redis | null;
  private readonly prefix: string;

  constructor(private readonly config: Config) {
    const { REDIS_URL, QUEUE_PREFIX } = config.settings;
    this.prefix = QUEUE_PREFIX;
    this.redis = REDIS_URL ? new Redis(REDIS_URL, { maxRetriesPerRequest: null, lazyConnect: true }) : null;
    this.redis?.on('error', (error) => log.warn(`Redis: ${error.message}`));
  }

  get backend(): 'redis' | 'postgresql' {
    return this.redis ? 'redis' : 'postgresql';
  }

  /** Sets alarms; an alarm that is set already stays as it is. */
  async wake(name: string, alarms: readonly Alarm[]): Promise<void> {
    if (alarms.length === 0) return;
    await this.using(name, (queue) =>
      queue.addBulk(
        alarms.map(({ id, jobId, delay = 0 }) => ({
          name: 'wake',
          data: { id },
          opts: { ...jobOptions, jobId, delay },
        })),
      ),
    );
  }

  /** Sets the schedules of a queue, and takes away those that it had besides. Setting one again changes nothing. */
  async schedule(name: string, schedules: readonly Schedule[]): Promise<void> {
    await this.using(name, async (queue) => {
      for (const { id, pattern, timeZone } of schedules)
        await queue.upsertJobScheduler(id, { pattern, tz: timeZone }, { name: 'wake', data: { id }, opts: jobOptions });
      for (const { key } of await queue.getJobSchedulers(0, -1))
        if (!schedules.some(({ id }) => id === key)) await queue.removeJobScheduler(key);
    });
  }

  /** The schedules of a queue, and when each comes next. */
  async schedules(name: string): Promise<{ id: string; next: Date }[]> {
    const all = await this.using(name, (queue) => queue.getJobSchedulers(0, -1));
    return all.map(({ key, next }) => ({ id: key, next: new Date(next ?? Number.NaN) }));
  }

  /** Starts working on a queue; on shutdown the jobs under way are finished first. */
  work(name: string, concurrency: number, handle: (job: Job<Wake>) => Promise<void>): void {
    const options = { concurrency, lockDuration: 30_000, prefix: this.prefix };
    const worker = this.redis
      ? new Worker<Wake>(name, handle, { ...options, connection: this.redis })
      : (new Worker(
          name,
          handle,
          { ...options, connection: this.postgres },
          createPostgresBackend,
        ) as unknown as Worker<Wake>);
    worker.on('error', (error) => log.warn(`${name}: ${error.message}`));
    worker.on('failed', (job, error) => log.warn(`${name} ${job?.data.id ?? ''}: ${error.message}`));
    this.workers.push(worker);
  }

  /** @throws Error when the backend does not answer within the time, in milliseconds */
  async ping(time: number): Promise<void> {
    await within(
      time,
      this.using('mails', (queue) => queue.getJobCounts('waiting')),
    );
  }

  /** Lets the workers finish the jobs under way; what takes too long, as in an outage, is given back by its lock. */
  async finish(): Promise<void> {
    await within(finishWithin, Promise.allSettled(this.workers.map((worker) => worker.close()))).catch(() =>
      log.warn('jobs under way were given back'),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    const all = [
      ...this.workers.map((worker) => worker.close(true)),
      ...[...this.queues.values()].map((queue) => queue.close()),
    ];
    await within(closeWithin, Promise.allSettled(all)).catch(() => undefined);
    this.redis?.disconnect();
  }

  /** A queue that was made during an outage never gets ready, and one that lost its Redis waits for ever; after a failure the next use makes a new one. */
  private async using<T>(name: string, work: (queue: Queue<Wake>) => Promise<T>): Promise<T> {
    const queue = this.queue(name);
    try {
      return await within(answerWithin, work(queue));
    } catch (error) {
      if (this.queues.get(name) === queue) this.queues.delete(name);
      void queue.close().catch(() => undefined);
      throw error;
    }
  }

  private queue(name: string): Queue<Wake> {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = this.redis
        ? new Queue<Wake>(name, { connection: this.redis, prefix: this.prefix })
        : (new Queue(name, { connection: this.postgres }, createPostgresBackend) as unknown as Queue<Wake>);
      queue.on('error', (error) => log.warn(`${name}: ${error.message}`));
      this.queues.set(name, queue);
    }
    return queue;
  }

  private get postgres() {
    return { connectionString: this.config.settings.DATABASE_URL, schema: queueSchema, max: 2, options: asAppRole };
  }
}
