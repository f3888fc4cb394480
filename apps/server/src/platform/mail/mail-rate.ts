import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { Config } from '../config';

/** As many mails a second as the mail server is to bear, from all workers together. */
@Injectable()
export class MailRate {
  private readonly limiter: RateLimiterPostgres;

  constructor(db: DataSource, config: Config) {
    this.limiter = new RateLimiterPostgres({
      storeClient: (db.driver as unknown as { master: pg.Pool }).master,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: 'mail',
      points: config.settings.MAIL_RATE_PER_SECOND,
      duration: 1,
    });
  }

  /** Resolves when one more may go. */
  async wait(): Promise<void> {
    for (;;)
      try {
        await this.limiter.consume('smtp');
        return;
      } catch (refused) {
        if (refused instanceof Error) throw refused;
        await new Promise((resolve) => setTimeout(resolve, (refused as RateLimiterRes).msBeforeNext));
      }
  }
}
