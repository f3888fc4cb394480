import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type CreatedWallLink, type Department, type WallLink } from '@torch/contracts';
import { reachOf } from '@torch/domain';
import { Paged, PageHeader, Whole } from '@torch/ui';
import { departmentTree } from '../cockpit/department-tree';
import { ListFoot, Notices, SmallForm, type SmallField, type SmallValues, Times } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { WayBack } from '../platform/where-left';
import { addDays } from '../platform/zoned';
import { en } from './wall.en';
import { zh } from './wall.zh';

/** Days for which a new link works, unless its maker says otherwise. */
const usual = 90;
/** Stands for all, where a department is chosen. */
const everything = 'all';

/** Links to wall screens: made, copied once, and ended. */
@Component({
  selector: 'crm-wall-links-page',
  imports: [ListFoot, PageHeader, RouterLink, SmallForm, WayBack],
  templateUrl: './wall-links-page.html',
  styleUrl: './wall-links-page.css',
  host: { class: 'page' },
})
export class WallLinksPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly language = inject(Language);
  protected readonly times = inject(Times);
  private readonly words = this.language.words(zh, en);
  protected readonly t = computed(() => this.words().links);

  protected readonly list = new Paged<WallLink>('/api/v1/wall-links', () => ({ limit: 50 }));
  private readonly departments = new Whole<Department>('/api/v1/departments', () => ({}));
  private readonly all = computed(() => {
    const me = this.session.me();
    return me !== null && reachOf(me.role, 'wallLink.edit') === 'all';
  });
  protected readonly making = signal(false);
  /** The link that was made just now; without an address where that was told already, and lost on the way. */
  protected readonly made = signal<{ id: string; address: string | null } | null>(null);
  protected readonly fields = computed((): readonly SmallField[] => {
    const root = this.all() ? null : (this.session.me()?.departmentId ?? null);
    const tree = departmentTree(this.departments.items(), root);
    const options = tree.map(({ id, name, nameEn, depth }) => ({
      value: id,
      label: '\u3000'.repeat(depth) + ((this.language.current() === 'en' && nameEn) || name),
    }));
    return [
      { as: 'text', name: 'name', label: this.t().name, required: true, max: 60, hint: this.t().nameHint },
      {
        as: 'choice',
        name: 'departmentId',
        label: this.t().department,
        required: true,
        options: this.all() ? [{ value: everything, label: this.t().everything }, ...options] : options,
      },
      { as: 'day', name: 'expiresOn', label: this.t().expiresOn, required: true, hint: this.t().expiresHint },
    ];
  });
  protected readonly initial = computed((): SmallValues => ({
    name: '',
    departmentId: this.all() ? everything : (this.session.me()?.departmentId ?? ''),
    expiresOn: addDays(this.times.today(), usual),
  }));

  protected readonly make = async (values: SmallValues, key: string): Promise<void> => {
    const departmentId = values['departmentId'] === everything ? null : values['departmentId'];
    const input = { name: values['name'], departmentId, expiresOn: values['expiresOn'] };
    const { id, wallUrl } = await this.api.post<CreatedWallLink>('/wall-links', input, key);
    this.made.set({ id, address: wallUrl });
  };

  protected close(): void {
    this.making.set(false);
    this.list.reload();
  }

  protected async copy(address: string, shown: HTMLElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(address);
      this.notices.done(this.t().copied);
    } catch {
      // There is no clipboard on a page without TLS: marked, the address can be copied by hand.
      getSelection()?.selectAllChildren(shown);
      this.notices.done(this.t().marked);
    }
  }

  protected async revoke({ id, name }: WallLink): Promise<void> {
    if (!(await this.notices.confirm({ title: this.t().revokeQuestion(name) }))) return;
    try {
      await this.api.delete(`/wall-links/${id}`);
      if (this.made()?.id === id) this.made.set(null);
      this.notices.done(this.t().revoked);
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }

  protected day = (day: string): string => this.times.dayText(day, { dateStyle: 'medium' });
}
