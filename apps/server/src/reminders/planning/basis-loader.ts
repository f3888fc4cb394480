import { type ReminderKind, type ReminderRule, type ReminderTrigger, type Role, usualQuietHours } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { Calendars } from '../../calendars';
import type { Transaction } from '../../platform/database/unit-of-work';
import { Basis, type Person, type Robot } from './basis';

interface PersonRow {
  id: string;
  role: Role;
  departmentId: string;
  hasAddress: boolean;
  deputyId: string | null;
  timeZone: string;
  country: string;
  morning: string;
  quietFrom: string | null;
  quietTo: string | null;
  absences: Person['absences'];
}

/** Keeps the basis of plans at hand as long as its mark says that it holds. */
@Injectable()
export class BasisLoader {
  private kept: Basis | null = null;

  constructor(private readonly calendars: Calendars) {}

  /** @param changed whether this very transaction changed it: what may yet be undone is not kept */
  async load(tx: Transaction, changed: boolean): Promise<Basis> {
    const [row] = await tx.query<{ mark: string }>('SELECT mark FROM plan_basis');
    if (!changed && row && this.kept?.mark === row.mark) return this.kept;
    const basis = await this.read(tx, row?.mark ?? '');
    if (!changed) this.kept = basis;
    return basis;
  }

  private async read(tx: Transaction, mark: string): Promise<Basis> {
    const rules = await tx.query<ReminderRule & { trigger: ReminderTrigger }>(
      'SELECT id, trigger, active, conditions, steps FROM reminder_rules ORDER BY position, id',
    );
    const people = await tx.query<PersonRow>(
      `SELECT u.id, u.role, u.department_id AS "departmentId", u.email IS NOT NULL AS "hasAddress", u.deputy_id AS "deputyId", u.time_zone AS "timeZone", u.country,
         to_char(u.morning_at, 'HH24:MI') AS morning, to_char(u.quiet_from, 'HH24:MI') AS "quietFrom", to_char(u.quiet_to, 'HH24:MI') AS "quietTo",
         coalesce((SELECT jsonb_agg(jsonb_build_object('fromOn', a.from_on, 'toOn', a.to_on, 'deputyId', a.deputy_id))
           FROM absences a WHERE a.user_id = u.id AND a.to_on >= current_date - 30), '[]') AS absences
       FROM users u WHERE u.active ORDER BY u.id`,
    );
    const departments = await tx.query<{ id: string; parentId: string | null }>(
      'SELECT id, parent_id AS "parentId" FROM departments',
    );
    const robots = await tx.query<Robot & { kinds: ReminderKind[] }>(
      'SELECT id, department_id AS "departmentId", kinds FROM robots WHERE active ORDER BY id',
    );
    const calendars = await this.calendars.all(
      people.map(({ country }) => country),
      tx.manager,
    );
    const persons = people.map((row): [string, Person] => [row.id, personOf(row, calendars)]);
    const byTrigger = new Map<ReminderTrigger, ReminderRule[]>();
    for (const rule of rules) byTrigger.set(rule.trigger, [...(byTrigger.get(rule.trigger) ?? []), rule]);
    const parents = new Map(departments.map(({ id, parentId }) => [id, parentId]));
    return new Basis(mark, byTrigger, new Map(persons), parents, robots);
  }
}

function personOf(row: PersonRow, calendars: ReadonlyMap<string, Person['reader']['calendar']>): Person {
  const { id, role, departmentId, hasAddress, deputyId, timeZone, country, morning, quietFrom, quietTo, absences } =
    row;
  const quietHours = quietFrom && quietTo ? { from: quietFrom, to: quietTo } : usualQuietHours;
  const calendar = calendars.get(country) ?? { days: new Map() };
  return {
    reader: { id, timeZone, calendar, morning, quietHours },
    role,
    departmentId,
    hasAddress,
    deputyId,
    absences,
  };
}
