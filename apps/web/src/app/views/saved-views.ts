import { Component, computed, inject, input, signal } from '@angular/core';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { SavedView, ViewParameters } from '@torch/contracts';
import type { ViewPage } from '@torch/domain';
import { Dialog, Paged } from '@torch/ui';
import { ListFoot, Notices, SmallForm, type SmallField, type SmallValues, takingIn } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { en } from './views.en';
import { zh } from './views.zh';

/** Where each page lies. */
const paths: Record<ViewPage, string> = {
  funnel: '/funnel',
  'funnel-flow': '/funnel/flow',
  'funnel-trend': '/funnel/trend',
  'funnel-stays': '/funnel/stays',
  'funnel-origin': '/funnel/origin',
  leads: '/leads',
  deals: '/deals',
  cockpit: '/cockpit',
  kpis: '/kpis',
  coverage: '/coverage',
};

/** A button that opens the views kept of a page and its neighbours: to open, keep, rename, share and delete them. */
@Component({
  selector: 'crm-saved-views',
  imports: [Dialog, ListFoot, RouterLink, SmallForm],
  templateUrl: './saved-views.html',
  styleUrl: './saved-views.css',
})
export class SavedViews {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly route = inject(ActivatedRoute);
  protected readonly session = inject(Session);
  protected readonly t = inject(Language).words(zh, en);
  protected readonly paths = paths;

  /** The page on which it stands; what is kept is kept of this one. */
  readonly page = input.required<ViewPage>();
  /** Whose views are listed. */
  readonly pages = input.required<readonly ViewPage[]>();

  protected readonly isOpen = signal(false);
  /** Null: closed; `new`: another one; else the one that is changed. */
  protected readonly editing = signal<SavedView | 'new' | null>(null);
  protected readonly list = new Paged<SavedView>('/api/v1/saved-views', () =>
    this.isOpen() ? { page: this.pages().join(), limit: 200 } : undefined,
  );
  protected readonly groups = computed(() => {
    const me = this.session.me()?.id;
    const own = this.list.items().filter(({ ownerId }) => ownerId === me);
    const others = this.list.items().filter(({ ownerId }) => ownerId !== me);
    return [
      { title: this.t().manage, own: true, views: own },
      { title: this.t().theirs, own: false, views: others },
    ].filter(({ views }) => views.length > 0);
  });

  protected readonly fields = computed((): SmallField[] => [
    { name: 'name', label: this.t().name, as: 'text', required: true, max: 60 },
    { name: 'shared', label: this.t().shared, as: 'flag' },
  ]);
  protected readonly initial = computed((): SmallValues => {
    const view = this.editing();
    return view === null || view === 'new' ? {} : { name: view.name, shared: view.shared ? 'true' : '' };
  });
  protected readonly current = takingIn(SavedView, (view) => this.editing.set(view), this.initial);
  protected readonly keepAs = computed(() => {
    const view = this.editing();
    return view === null || view === 'new' ? `view.new.${this.page()}` : `view.${view.id}`;
  });

  protected readonly save = ({ name, shared }: SmallValues, key: string) => {
    const view = this.editing();
    const facts = { name, shared: shared === 'true' };
    if (view === null || view === 'new')
      return this.api.post('/saved-views', { ...facts, page: this.page(), parameters: this.shown() }, key);
    return this.api.patch(`/saved-views/${view.id}`, { ...facts, version: view.version });
  };

  protected async update(view: SavedView): Promise<void> {
    const change = { version: view.version, parameters: this.shown() };
    await this.act(() => this.api.patch(`/saved-views/${view.id}`, change), this.t().updated);
  }

  protected async remove(view: SavedView): Promise<void> {
    const { removeAsk, remove, removed } = this.t();
    if (!(await this.notices.confirm({ title: removeAsk(view.name), yes: remove }))) return;
    await this.act(() => this.api.delete(`/saved-views/${view.id}`), removed);
  }

  protected renew(): void {
    this.editing.set(null);
    this.list.reload();
  }

  private async act(write: () => Promise<unknown>, done: string): Promise<void> {
    try {
      await write();
      this.notices.done(done);
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }

  /** What stands in the address bar, as far as it can be kept. */
  private shown(): Record<string, string> {
    const given = Object.entries(this.route.snapshot.queryParams).filter(
      ([name, value]) => ViewParameters.safeParse({ [name]: value }).success,
    );
    return Object.fromEntries(given) as Record<string, string>;
  }
}
