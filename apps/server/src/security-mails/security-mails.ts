import type { Locale } from '@torch/contracts';
import type { Change, Role } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { composeSecurity, type SecurityChange } from '../mails';
import { Config } from '../platform/config';
import type { Recorded, Transaction } from '../platform/database/unit-of-work';
import { queueMail } from '../platform/mail';
import { requestContext } from '../platform/request-context';

interface Holder {
  id: string;
  email: string | null;
  locale: Locale;
  timeZone: string;
}

/** A change that the holder of the account is told of, and to which addresses beside the present one. */
interface Notice {
  userId: string | null;
  change: SecurityChange;
  also: readonly string[];
}

/**
 * Tells the holder of an account what was changed about it, in the transaction that changed it: whoever writes, nobody can
 * forget it, and nothing is told that did not happen. No setting turns it off.
 */
@Injectable()
export class SecurityMails {
  constructor(private readonly config: Config) {}

  async follow(tx: Transaction, recorded: readonly Recorded[]): Promise<void> {
    const events = recorded.filter(({ type }) => type in kindOf || type === 'user.updated');
    for (const event of events) {
      const notice = await noticeOf(tx, event);
      if (notice) await this.tell(tx, notice);
    }
  }

  private async tell(tx: Transaction, { userId, change, also }: Notice): Promise<void> {
    const [holder] = await tx.query<Holder>(
      'SELECT id, email, locale, time_zone AS "timeZone" FROM users WHERE id = $1 AND active',
      [userId],
    );
    if (!holder) return;
    const addresses = new Set([holder.email, ...also].filter((address) => address !== null));
    const mail = composeSecurity({
      reader: {
        locale: holder.locale,
        timeZone: holder.timeZone,
        settingsLink: `${this.config.publicUrl}/account/notifications`,
      },
      change,
      at: tx.now,
      address: requestContext.getStore()?.address ?? null,
      byName: await this.byName(tx, holder.id),
      link: `${this.config.publicUrl}/account`,
    });
    const host = new URL(this.config.publicUrl).hostname;
    for (const recipient of addresses)
      await queueMail(tx, { ...mail, userId: holder.id, recipient, kind: 'security', host });
  }

  /** Who did it, where it was not the holder. */
  private async byName(tx: Transaction, holderId: string): Promise<string | null> {
    if (!tx.actorId || tx.actorId === holderId) return null;
    const [row] = await tx.query<{ name: string }>('SELECT display_name AS name FROM users WHERE id = $1', [
      tx.actorId,
    ]);
    return row?.name ?? null;
  }
}

const kindOf = {
  'user.passwordChanged': 'passwordChanged',
  'user.passwordReset': 'passwordReset',
  'user.roleChanged': 'roleChanged',
  'apiToken.created': 'tokenCreated',
  'calendarFeed.created': 'calendarRenewed',
} as const;

async function noticeOf(tx: Transaction, { type, subjectId, changes, data }: Recorded): Promise<Notice | null> {
  const about = (change: SecurityChange, userId = subjectId, also: readonly string[] = []) => ({
    userId,
    change,
    also,
  });
  switch (type) {
    case 'user.passwordChanged':
    case 'user.passwordReset':
      return about({ kind: kindOf[type] });
    case 'user.roleChanged': {
      const change = changes['role'] as (Change & readonly [Role, Role]) | undefined;
      return change ? about({ kind: 'roleChanged', from: change[0], to: change[1] }) : null;
    }
    case 'apiToken.created': {
      const [token] = await tx.query<{ userId: string }>('SELECT user_id AS "userId" FROM api_tokens WHERE id = $1', [
        subjectId,
      ]);
      return token ? about({ kind: 'tokenCreated', tokenName: String(data['name']) }, token.userId) : null;
    }
    case 'calendarFeed.created': {
      const [feed] = await tx.query<{ userId: string; again: boolean }>(
        `SELECT user_id AS "userId", EXISTS (SELECT FROM calendar_feeds o WHERE o.user_id = f.user_id AND o.id <> f.id) AS again
         FROM calendar_feeds f WHERE id = $1`,
        [subjectId],
      );
      return feed ? about({ kind: feed.again ? 'calendarRenewed' : 'calendarCreated' }, feed.userId) : null;
    }
    case 'user.updated': {
      // Whoever took the account over would begin by leading its mails elsewhere.
      const former = changes['email']?.[0];
      return former ? about({ kind: 'emailChanged' }, subjectId, [String(former)]) : null;
    }
    default:
      return null;
  }
}
