import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Config } from '../config';
import { asAppRole } from '../database/app-role';

const log = new Logger('presence');

/** The first number of the advisory locks by which workers show that they are there. */
const lockClass = 7312;

const held = `locktype = 'advisory' AND granted AND classid = ${lockClass} AND objsubid = 2
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
/** SQL: how many workers there are. */
export const workersThere = `(SELECT count(DISTINCT objid)::int FROM pg_locks WHERE ${held})`;

/** Milliseconds between tries to be there again after the database was away: shorter than two looks of the others. */
const againAfter = 300;
/** Tries for its old number, that long apart: the database may hold the broken connection, and its lock, for hours. */
const triesForOwn = 8;
/** Milliseconds in which the database answers, or its connection counts as broken. */
const answerWithin = 5_000;
/** The database, too, is to notice within seconds that a worker is cut off. */
const noticed =
  '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=15000';

/**
 * A worker is there as long as a connection of its own holds the lock of its number. What it claims carries the number: when
 * the process is killed, its connection ends with it, and others may take up what it held.
 */
@Injectable()
export class WorkerPresence implements OnApplicationBootstrap, OnApplicationShutdown {
  private client: pg.Client | null = null;
  private given: number | null = null;
  /** All numbers it ever had: what it claimed under an earlier one is still its own to finish or give back. */
  readonly numbers: number[] = [];
  private held = false;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;
  private missed = new Set<number>();

  constructor(
    private readonly config: Config,
    private readonly db: DataSource,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.settings.ROLE !== 'api') await this.appear();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  /** This worker's number, under which it may claim; null while nobody could see that it is there. */
  get number(): number | null {
    return this.held ? this.given : null;
  }

  /**
   * The workers that hold claims and are gone: missed at two looks running, so that one whose connection broke has the
   * time to come back. To be called every two seconds or more.
   */
  async gone(): Promise<number[]> {
    await this.confirm();
    const rows: { worker: number }[] = await this.db.query(
      `SELECT worker::int FROM (
         SELECT claimed_by AS worker FROM reminders WHERE state = 'claimed'
         UNION SELECT claimed_by FROM mails WHERE claimed_by IS NOT NULL
         UNION SELECT claimed_by FROM robot_posts WHERE claimed_by IS NOT NULL) held
       WHERE worker IS NOT NULL AND NOT EXISTS (
         SELECT FROM pg_locks WHERE ${held} AND objid = worker)`,
    );
    const missing = rows.map(({ worker }) => worker).filter((worker) => !this.numbers.includes(worker));
    const gone = missing.filter((worker) => this.missed.has(worker));
    this.missed = new Set(missing);
    return gone;
  }

  /** A connection that is cut without a word still looks whole from here, while the database has let go of the lock. */
  private async confirm(): Promise<void> {
    const { client } = this;
    if (!client || !this.held) return;
    try {
      await client.query('SELECT 1');
    } catch (error) {
      log.warn((error as Error).message);
      if (this.client === client) this.held = false;
      // Its end has this worker appear again.
      void client.end().catch(() => undefined);
    }
  }

  private async appear(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.settings.DATABASE_URL,
      options: `${asAppRole} ${noticed}`,
      keepAlive: true,
      connectionTimeoutMillis: answerWithin,
      query_timeout: answerWithin,
    });
    let lost = false;
    const again = () => {
      if (lost || this.stopped) return;
      lost = true;
      this.held = false;
      this.retry = setTimeout(() => void this.appear(), againAfter);
    };
    client.on('error', again);
    client.on('end', again);
    try {
      await client.connect();
      this.client = client;
      this.given = await this.lockNumber(client);
      if (!this.numbers.includes(this.given)) this.numbers.push(this.given);
      this.held = true;
    } catch (error) {
      log.warn((error as Error).message);
      again();
      await client.end().catch(() => undefined);
    }
  }

  /** Its old number if the database has let go of it, else a new one. */
  private async lockNumber(client: pg.Client): Promise<number> {
    for (let tries = 0; this.given !== null && tries < triesForOwn; tries += 1) {
      const { rows } = await client.query<{ held: boolean }>(`SELECT pg_try_advisory_lock(${lockClass}, $1) AS held`, [
        this.given,
      ]);
      if (rows[0]?.held) return this.given;
      await new Promise((resolve) => setTimeout(resolve, againAfter));
    }
    const { rows } = await client.query<{ number: number }>(
      `SELECT number, pg_advisory_lock(${lockClass}, number) FROM (SELECT nextval('worker_numbers')::int AS number OFFSET 0) given`,
    );
    if (!rows[0]) throw new Error('no number was given');
    return rows[0].number;
  }
}
