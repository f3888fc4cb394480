import {
  type ApiToken,
  ApiToken as ApiTokenSchema,
  ApiTokenPage,
  ApiTokenQuery,
  CreateApiToken,
  CreatedApiToken,
  IdParams,
  Problem,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { listPage, Where } from '../platform/database/list';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { CurrentActor, CurrentSignIn, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import type { SignedIn } from '../platform/http/signed-in';
import { ApiTokenEntity } from './api-token.entity';
import { newToken, tokenHash } from './secrets';

const day = 86_400_000;

const columns = `t.id, t.name, t.scope, t.created_at AS "createdAt", t.expires_at AS "expiresAt", u.last_used_at AS "lastUsedAt"`;
const uses = 'LEFT JOIN api_token_uses u ON u.token_id = t.id';
const mine = (actor: Actor) => new Where().add('t.user_id = ?', actor.id).add('t.revoked_at IS NULL');

/** Keys for machines that work in a user's name, with the user's reach and an end. */
@Controller('api-tokens')
export class ApiTokenController {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  @Get()
  @Requires('account.use')
  @Returns(ApiTokenPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: ApiTokenQuery }) { q, sort, limit, cursor }: ApiTokenQuery) {
    return listPage<ApiToken>(this.db, {
      select: columns,
      from: 'api_tokens t',
      join: uses,
      where: mine(actor).when(q, 'strpos(lower(t.name), lower(?)) > 0'),
      sort: { column: 't.created_at', type: 'timestamptz', descending: sort.startsWith('-') },
      alias: 't',
      limit,
      cursor,
    });
  }

  @Get(':id')
  @Requires('account.use')
  @Returns(ApiTokenSchema)
  async one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams): Promise<ApiToken> {
    const where = mine(actor).add('t.id = ?', id);
    const rows: ApiToken[] = await this.db.query(
      `SELECT ${columns} FROM api_tokens t ${uses} WHERE ${where.sql}`,
      where.values,
    );
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }

  @Post()
  @Requires('account.use')
  @Returns(CreatedApiToken, 201)
  create(
    @CurrentActor() actor: Actor,
    @CurrentSignIn() { sessionId, timeZone }: SignedIn,
    @Body({ schema: CreateApiToken }) input: CreateApiToken,
  ) {
    if (!sessionId) throw new Problem('not-allowed', { detail: 'a token makes no other token; sign in' });
    return this.work.run(actor, 'account.use', async (tx) => {
      // To the end of that day where its maker is.
      const [end] = await tx.query<{ at: Date }>(`SELECT ($1::date + time '23:59:59') AT TIME ZONE $2 AS at`, [
        input.expiresOn,
        timeZone,
      ]);
      const expiresAt = end?.at ?? tx.now;
      if (expiresAt <= tx.now || expiresAt.getTime() > tx.now.getTime() + 366 * day)
        throw Problem.field('rule-broken', 'expiresOn', 'out-of-range', 'choose a day from today to a year ahead');
      const token = newToken();
      const row = { id: uuid(), userId: actor.id, name: input.name, scope: input.scope, createdAt: tx.now, expiresAt };
      await tx.manager.insert(ApiTokenEntity, { ...row, tokenHash: tokenHash(token) });
      await tx.record('apiToken.created', {
        subjectType: 'apiToken',
        subjectId: row.id,
        data: { name: row.name, scope: row.scope },
      });
      return { ...row, lastUsedAt: null, token };
    });
  }

  @Delete(':id')
  @Requires('account.use')
  @ReturnsNothing()
  revoke(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams): Promise<void> {
    return this.work.run(actor, 'account.use', async (tx) => {
      const token = await tx.manager.findOne(ApiTokenEntity, { where: { id, userId: actor.id } });
      if (!token || token.revokedAt) throw new Problem('not-found');
      token.revokedAt = tx.now;
      await tx.manager.save(token);
      await tx.record('apiToken.revoked', { subjectType: 'apiToken', subjectId: id, data: { name: token.name } });
    });
  }
}
