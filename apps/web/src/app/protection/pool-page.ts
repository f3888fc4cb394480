import { Component, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { Lead, PooledLead } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot, Notices, SearchBox, Times, totalText } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { kindOf, problemOf } from '../platform/problem';
import { Reference } from '../platform/reference';
import { Session } from '../platform/session';
import { protectionWords } from './protection-words';

/** Leads that nobody holds, for whoever takes them up. */
@Component({
  selector: 'crm-pool-page',
  imports: [ListFoot, PageHeader, SearchBox],
  template: `
    <ui-page-header [heading]="t().pool">
      <span class="soft" role="status">{{ total() }}</span>
    </ui-page-header>
    <p class="soft">{{ t().poolIntro }}</p>
    <crm-search-box [label]="t().pool" hint="" [value]="q()" (asked)="narrow({ q: $event })" />
    <ul class="stack pool">
      @for (lead of list.items(); track lead.id) {
        <li class="card spread">
          <div class="wrap">
            <p>
              <strong>{{ lead.title }}</strong>
            </p>
            <p class="soft small">
              {{ lead.code }} · {{ lead.companyName }} · {{ lead.departmentName }} ·
              {{ t().lastHolder(lead.ownerName, times.date(lead.lastContactAt)) }} ·
              {{ t().pooledOn(times.date(lead.pooledAt)) }}
            </p>
            <p class="row">
              @if (lead.cluster) {
                <span class="tag">{{ reference.name('clusters', lead.cluster) }}</span>
              }
              <span class="tag">{{ reference.name('regions', lead.region) }}</span>
              @if (lead.chainGap; as gap) {
                <span class="tag warn">{{ labels().chainGap[gap] }}</span>
              }
            </p>
          </div>
          @if (session.can('pool.claim')) {
            <button class="button primary" type="button" [disabled]="busy() !== ''" (click)="claim(lead)">
              {{ t().claim }}
            </button>
          }
        </li>
      }
    </ul>
    <crm-list-foot [list]="list" [empty]="t().poolNone" />
  `,
  styles: `
    .pool {
      margin-top: 16px;
    }
  `,
  host: { class: 'page' },
})
export class PoolPage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  protected readonly session = inject(Session);
  protected readonly reference = inject(Reference);
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly t = protectionWords();
  protected readonly narrow = addressBar();

  readonly q = input<string>();

  protected readonly list = new Paged<PooledLead>('/api/v1/pool', () => ({ q: this.q() || undefined, limit: 50 }));
  protected readonly total = totalText(this.list);
  protected readonly busy = signal('');

  protected async claim({ id }: PooledLead): Promise<void> {
    if (this.busy()) return;
    this.busy.set(id);
    try {
      await this.api.post<Lead>(`/leads/${id}/claim`);
      this.notices.done(this.t().claimed);
      await this.router.navigate(['/leads', id]);
    } catch (error) {
      const problem = problemOf(error) as (ReturnType<typeof problemOf> & { holder?: string }) | null;
      if (kindOf(problem) === 'already-claimed') this.notices.refused(this.t().taken(problem?.holder ?? ''));
      else if (problem?.errors.some(({ code }) => code === 'claim-limit')) this.notices.refused(this.t().limit);
      else this.notices.failed(error);
      this.list.reload();
    } finally {
      this.busy.set('');
    }
  }
}
