import { type Export, type ExportQuery, type LedgerList, Problem } from '@torch/contracts';
import {
  type Actor,
  exportSettings,
  freeRows,
  type Ledger,
  ledgerColumn,
  ledgerForms,
  ledgers,
  may,
  reachOf,
} from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { listPage, Where } from '../platform/database/list';

/** SQL: what is called what a filter names by its id. */
const named = (filter: string, table: string, name: string) =>
  `'${filter}', (SELECT n.${name} FROM ${table} n WHERE n.id = (x.filters ->> '${filter}')::uuid)`;
const columns = `x.id, x.version, x.code, x.ledger, x.columns, x.filters,
  jsonb_strip_nulls(jsonb_build_object(${named('owner', 'users', 'display_name')}, ${named('department', 'departments', 'name')},
    ${named('company', 'companies', 'name')})) AS named, x.format, x.confidential, x.unmasked, x.purpose,
  CASE WHEN x.state = 'ready' AND x.expires_at <= now() THEN 'expired' ELSE x.state END AS state, x.approval, x.rows,
  x.owner_id AS "ownerId", o.display_name AS "ownerName", x.department_id AS "departmentId", p.name AS "departmentName",
  d.display_name AS "decidedByName", x.decided_at AS "decidedAt", x.decision_reason AS "decisionReason",
  x.expires_at AS "expiresAt", x.downloaded_at AS "downloadedAt", x.downloaded_rows AS "downloadedRows", x.created_at AS "createdAt"`;
const join = `JOIN users o ON o.id = x.owner_id JOIN departments p ON p.id = x.department_id LEFT JOIN users d ON d.id = x.decided_by`;

/** Requests of others that the actor may decide about and that still wait. */
export const toDecide = (actor: Actor): Where =>
  new Where().add(`x.state = 'awaitingApproval'`).add('x.owner_id <> ?', actor.id).within(actor, 'export.approve', 'x');

@Injectable()
export class ExportQueries {
  constructor(private readonly db: DataSource) {}

  page(actor: Actor, { scope, limit, cursor }: ExportQuery) {
    const decides = reachOf(actor.role, 'export.approve') !== null;
    const where =
      scope === 'mine'
        ? new Where().add('x.owner_id = ?', actor.id)
        : decides
          ? toDecide(actor)
          : new Where().add('false');
    return listPage<Export>(this.db, {
      select: columns,
      from: 'exports x',
      join,
      where,
      sort: { column: 'x.created_at', type: 'timestamptz', descending: scope === 'mine' },
      alias: 'x',
      limit,
      cursor,
    });
  }

  /** @throws Problem `not-found`, also for a request that the actor may not see */
  async visible(actor: Actor, id: string): Promise<Export> {
    const request = await this.one(id);
    if (!may(actor, 'export.read', request)) throw new Problem('not-found');
    return request;
  }

  /** @throws Problem `not-found` */
  async one(id: string, manager: EntityManager = this.db.manager): Promise<Export> {
    const rows: Export[] = await manager.query(`SELECT ${columns} FROM exports x ${join} WHERE x.id = $1`, [id]);
    if (!rows[0]) throw new Problem('not-found');
    return rows[0];
  }

  /** The ledgers with their columns, and what the actor chose of each last time. */
  async ledgers(actor: Actor): Promise<LedgerList> {
    const last: ({ ledger: Ledger } & NonNullable<LedgerList['items'][number]['last']>)[] = await this.db.query(
      `SELECT DISTINCT ON (ledger) ledger, columns, format FROM exports WHERE owner_id = $1 ORDER BY ledger, created_at DESC`,
      [actor.id],
    );
    const chosen = new Map(last.map((each) => [each.ledger, each]));
    return {
      items: ledgers.map((ledger) => {
        const { columns: offered, usual } = ledgerForms[ledger];
        const before = chosen.get(ledger);
        return {
          ledger,
          columns: offered.map((code) => {
            const { kind, personal = false, telling = false } = ledgerColumn(code);
            return { code, kind, personal, telling };
          }),
          usual: [...usual],
          // A column may have gone since.
          last: before
            ? { columns: before.columns.filter((code) => offered.includes(code)), format: before.format }
            : null,
        };
      }),
      freeRows: freeRows(actor.role),
      mostRows: exportSettings.mostRows,
      mostUnmaskedRows: exportSettings.mostUnmaskedRows,
      days: exportSettings.days,
      mayUnmask: reachOf(actor.role, 'contact.read') !== null,
    };
  }
}
