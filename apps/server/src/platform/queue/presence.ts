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

/**
 * A worker is there as long as a connection of its own holds the lock of its number. What it claims carries the number: when
 * the process is killed, its connection ends with it, and others may take up what it held.
 */
@Injectable()
export class WorkerPresence implements OnApplicationBootstrap, OnApplicationShutdown {
  private client: pg.Client | null = null;
  private given: number | null = null;
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
    const rows: { worker: number }[] = await this.db.query(
      `SELECT worker::int FROM (
         SELECT claimed_by AS worker FROM reminders WHERE state = 'claimed'
         UNION SELECT claimed_by FROM mails WHERE claimed_by IS NOT NULL
         UNION SELECT claimed_by FROM robot_posts WHERE claimed_by IS NOT NULL) held
       WHERE worker IS NOT NULL AND NOT EXISTS (
         SELECT FROM pg_locks WHERE ${held} AND objid = worker)`,
    );
    const missing = rows.map(({ worker }) => worker).filter((worker) => worker !== this.number);
    const gone = missing.filter((worker) => this.missed.has(worker));
    this.missed = new Set(missing);
    return gone;
  }

  private async appear(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.settings.DATABASE_URL,
      options: asAppRole,
      keepAlive: true,
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
      const { rows } = await client.query<{ number: number }>(
        `SELECT coalesce($1::int, nextval('worker_numbers')::int) AS number`,
        [this.given],
      );
      this.given = rows[0]?.number ?? null;
      await client.query(`SELECT pg_advisory_lock(${lockClass}, $1)`, [this.given]);
      this.held = true;
    } catch (error) {
      log.warn((error as Error).message);
      again();
      await client.end().catch(() => undefined);
    }
  }
}
