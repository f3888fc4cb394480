import { type CreatedWallLink, type CreateWallLink, Problem, wallLinkDays } from '@torch/contracts';
import { type Actor, addDays, dateIn, instantIn, may, reachOf } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { newToken, tokenHash } from '../access';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { WallLinkQueries } from './wall-link.queries';

/** Makes and ends links to wall screens. */
@Injectable()
export class WallLinkService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: WallLinkQueries,
    private readonly config: Config,
  ) {}

  /** @returns the link with its address, which is shown this once: only a hash of its secret is kept */
  create(actor: Actor, input: CreateWallLink): Promise<CreatedWallLink> {
    return this.work.run(actor, 'wallLink.edit', async (tx) => {
      const departmentId = await this.departmentOf(tx, actor, input.departmentId);
      this.demandDay(input.expiresOn, tx.now);
      const [id, token] = [uuid(), newToken()];
      await tx.query(
        `INSERT INTO wall_links (id, maker_id, maker_role, department_id, name, token_hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          actor.id,
          actor.role,
          departmentId,
          input.name,
          tokenHash(token),
          tx.now,
          instantIn(addDays(input.expiresOn, 1), '00:00', this.zone),
        ],
      );
      const { name, expiresOn } = input;
      await tx.record('wallLink.created', {
        subjectType: 'wallLink',
        subjectId: id,
        changes: { name: [null, name], departmentId: [null, departmentId], expiresOn: [null, expiresOn] },
      });
      return { ...(await this.queries.one(id, tx.manager)), wallUrl: `${this.config.publicUrl}/wall/${token}` };
    });
  }

  /** Ends a link at once; one that has ended stays ended. */
  revoke(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'wallLink.edit', async (tx) => {
      const [link] = await tx.query<{ ownerId: string; departmentId: string | null; revoked: boolean }>(
        `SELECT maker_id AS "ownerId", department_id AS "departmentId", revoked_at IS NOT NULL AS revoked
         FROM wall_links WHERE id = $1 FOR UPDATE`,
        [id],
      );
      if (!link || !may(actor, 'wallLink.edit', link)) throw new Problem('not-found');
      if (link.revoked) return;
      await tx.query('UPDATE wall_links SET revoked_at = now() WHERE id = $1', [id]);
      await tx.record('wallLink.revoked', { subjectType: 'wallLink', subjectId: id });
    });
  }

  private get zone(): string {
    return this.config.settings.REPORTING_TIME_ZONE;
  }

  /** Left out, one's own department; for who reads all, all. */
  private async departmentOf(tx: Transaction, actor: Actor, wanted: string | null | undefined): Promise<string | null> {
    const all = reachOf(actor.role, 'wallLink.edit') === 'all';
    const departmentId = wanted === undefined ? (all ? null : actor.departmentId) : wanted;
    if (departmentId === null) {
      if (all) return null;
      throw Problem.field('rule-broken', 'departmentId', 'out-of-reach', 'choose a department of your own');
    }
    const [department] = await tx.query('SELECT FROM departments WHERE id = $1', [departmentId]);
    if (!department) throw Problem.field('rule-broken', 'departmentId', 'unknown', 'there is no such department');
    if (!may(actor, 'wallLink.edit', { ownerId: actor.id, departmentId }))
      throw Problem.field('rule-broken', 'departmentId', 'out-of-reach', 'choose a department of your own');
    return departmentId;
  }

  private demandDay(expiresOn: string, now: Date): void {
    const today = dateIn(now, this.zone);
    if (expiresOn < today)
      throw Problem.field('rule-broken', 'expiresOn', 'in-the-past', 'choose a day that is to come');
    if (expiresOn > addDays(today, wallLinkDays))
      throw Problem.field('rule-broken', 'expiresOn', 'too-late', `choose a day within ${wallLinkDays} days`);
  }
}
