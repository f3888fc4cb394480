import { CalendarFeed, CreatedCalendarFeed, Problem } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { newToken, revokeCalendarAddress, tokenHash } from '../access';
import { Config } from '../platform/config';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { CurrentActor, CurrentSignIn, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';

/** One's own calendar address: secret, shown once, and worth nothing once another is made. */
@Controller('me/calendar-feed')
export class CalendarFeedController {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly config: Config,
  ) {}

  @Get()
  @Requires('account.use')
  @Returns(CalendarFeed)
  async read(@CurrentActor() actor: Actor): Promise<CalendarFeed> {
    const [feed]: { createdAt: string }[] = await this.db.query(
      'SELECT created_at AS "createdAt" FROM calendar_feeds WHERE user_id = $1 AND revoked_at IS NULL',
      [actor.id],
    );
    return { createdAt: feed?.createdAt ?? null };
  }

  @Post()
  @Requires('account.use')
  @Returns(CreatedCalendarFeed, 201)
  create(@CurrentActor() actor: Actor, @CurrentSignIn() { sessionId }: SignedIn): Promise<CreatedCalendarFeed> {
    if (!sessionId) throw new Problem('not-allowed', { detail: 'a token makes no calendar address; sign in' });
    return this.work.run(actor, 'account.use', async (tx) => {
      // Of two at once, the second revokes what the first made.
      await tx.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [actor.id]);
      await revokeCalendarAddress(tx, actor.id);
      const [id, token] = [uuid(), newToken()];
      await tx.query('INSERT INTO calendar_feeds (id, user_id, token_hash, created_at) VALUES ($1, $2, $3, $4)', [
        id,
        actor.id,
        tokenHash(token),
        tx.now,
      ]);
      await tx.record('calendarFeed.created', { subjectType: 'calendarFeed', subjectId: id });
      return { createdAt: tx.now.toISOString(), feedUrl: `${this.config.publicUrl}/calendar/${token}.ics` };
    });
  }

  @Delete()
  @Requires('account.use')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor): Promise<void> {
    return this.work.run(actor, 'account.use', (tx) => revokeCalendarAddress(tx, actor.id));
  }
}
