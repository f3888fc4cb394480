import { Problem } from '@torch/contracts';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';

/** Requests a minute from one address to what is open to everybody who knows a secret: an office behind one address needs some. */
const perMinute = 120;

/** Keeps guessing at secret addresses slow, from all processes together. */
@Injectable()
export class PublicRate {
  private readonly limiter: RateLimiterPostgres;

  constructor(db: DataSource) {
    this.limiter = new RateLimiterPostgres({
      storeClient: (db.driver as unknown as { master: pg.Pool }).master,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: 'public',
      points: perMinute,
      duration: 60,
    });
  }

  /** @throws Problem `too-many-requests` */
  async spend(address: string): Promise<void> {
    try {
      await this.limiter.consume(address);
    } catch (error) {
      if (error instanceof Error) throw error;
      throw new Problem('too-many-requests', { retryAfter: Math.ceil((error as RateLimiterRes).msBeforeNext / 1000) });
    }
  }
}
