import { type Me, Problem } from '@torch/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../platform/config';
import { departmentsBelow } from './departments-below';
import { tokenHash } from './secrets';
import { shownNotifications } from './shown-notifications';
import { habitColumns } from './user.queries';

/** The signed-in user's own account. */
@Injectable()
export class MeQueries {
  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  byId(id: string): Promise<Me> {
    return this.one('u.id = $1', id);
  }

  byToken(token: string): Promise<Me> {
    return this.one('u.id = (SELECT user_id FROM sessions WHERE token_hash = $1)', tokenHash(token));
  }

  private async one(condition: string, value: string): Promise<Me> {
    const rows: Me[] = await this.db.query(
      `SELECT u.id, u.username, u.display_name AS "displayName", u.email, u.role,
              u.department_id AS "departmentId", ${departmentsBelow} AS "departmentIds", d.name AS "departmentName", u.locale, u.time_zone AS "timeZone", ${habitColumns},
              u.must_change_password OR u.password_changed_at < now() - make_interval(days => $2) AS "mustChangePassword",
              (SELECT count(*)::int FROM notifications n WHERE n.user_id = u.id AND n.read_at IS NULL AND ${shownNotifications}) AS "unreadNotifications"
       FROM users u JOIN departments d ON d.id = u.department_id LEFT JOIN users s ON s.id = u.deputy_id WHERE ${condition}`,
      [value, this.config.settings.PASSWORD_MAX_AGE_DAYS],
    );
    const me = rows[0];
    if (!me) throw new Problem('not-found');
    return me;
  }
}
