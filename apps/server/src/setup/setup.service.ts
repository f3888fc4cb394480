import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Problem, type Setup, type SetupResult, type SetupState } from '@torch/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { demandGoodPassword, insertDepartment, insertUser } from '../access';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { loadReference } from '../reference';
import { loadSample, type SignInLine } from '../sample';
import { loadTargets } from '../targets';

/** The first visit: makes the administrator and the zone, once and for ever. */
@Injectable()
export class SetupService {
  /** Asked of visitors from other machines; printed at start while the set-up is open. */
  readonly token = randomBytes(12).toString('base64url');

  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {}

  async isOpen(): Promise<boolean> {
    const rows = await this.db.query('SELECT FROM installation');
    return rows.length === 0;
  }

  /** @param fromHere whether the visitor sits at this machine */
  async state(fromHere: boolean): Promise<SetupState> {
    const open = await this.isOpen();
    return { open, tokenRequired: open && !fromHere };
  }

  /** @throws Problem `setup-closed` once it was done; of two at once, one wins */
  async setUp(input: Setup, fromHere: boolean): Promise<SetupResult> {
    if (!(await this.isOpen())) throw new Problem('setup-closed');
    if (!fromHere && !this.tokenMatches(input.token))
      throw Problem.field(
        'rule-broken',
        'token',
        'wrong',
        'give the one-time token that was printed when the server started',
      );
    const { username, password, displayName } = input.administrator;
    demandGoodPassword(password, username, 'administrator.password');
    return this.work.run('system', null, async (tx) => {
      await this.open(tx, input.zoneName);
      const signIns = input.zone === 'sample' ? await loadSample(tx, { reserved: username }) : [];
      const departmentId = await insertDepartment(tx, { name: '综合办公室', nameEn: 'General office', parentId: null });
      await insertUser(tx, {
        username,
        displayName,
        email: null,
        role: 'admin',
        departmentId,
        locale: input.locale,
        timeZone: 'Asia/Shanghai',
        password,
        mustChangePassword: false,
      });
      return { signIns };
    });
  }

  /** The sample zone without questions, for `--sample`; null when the database is not empty. */
  async setUpSample(): Promise<SignInLine[] | null> {
    if (!(await this.isOpen())) return null;
    return this.work.run('system', null, async (tx) => {
      await this.open(tx, '威海火炬高技术产业开发区');
      return loadSample(tx, {});
    });
  }

  /** Closes the set-up: the one row of `installation` decides who wins. */
  private async open(tx: Transaction, zoneName: string): Promise<void> {
    const id = uuid();
    const won = await tx.query(
      'INSERT INTO installation (id, zone_name) VALUES ($1, $2) ON CONFLICT (singleton) DO NOTHING RETURNING id',
      [id, zoneName],
    );
    if (won.length === 0) throw new Problem('setup-closed');
    await tx.record('installation.created', {
      subjectType: 'installation',
      subjectId: id,
      changes: { zoneName: [null, zoneName] },
    });
    await loadReference(tx);
    await loadTargets(tx);
  }

  private tokenMatches(given = ''): boolean {
    const [a, b] = [Buffer.from(given), Buffer.from(this.token)];
    return a.length === b.length && timingSafeEqual(a, b);
  }
}
