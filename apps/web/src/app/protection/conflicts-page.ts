import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Conflict } from '@torch/contracts';
import { rulings } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot, SmallForm, type SmallField, type SmallValues, takingIn, Times, totalText } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { protectionWords } from './protection-words';

/** The conflict desk: both reports side by side, and the head's ruling. */
@Component({
  selector: 'crm-conflicts-page',
  imports: [NgTemplateOutlet, RouterLink, ListFoot, PageHeader, SmallForm],
  templateUrl: './conflicts-page.html',
  styles: `
    .sides {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr));
      gap: 12px;
    }
    .sides > div {
      padding: 12px;
      border-radius: 6px;
      background: var(--sunken);
    }
  `,
  host: { class: 'page' },
})
export class ConflictsPage {
  private readonly api = inject(Api);
  protected readonly times = inject(Times);
  protected readonly labels = inject(Language).labels;
  protected readonly t = protectionWords();
  protected readonly narrow = addressBar();

  readonly all = input<string>();

  protected readonly everything = computed(() => this.all() === 'true');
  protected readonly list = new Paged<Conflict>('/api/v1/conflicts', () => ({
    state: this.everything() ? undefined : 'open',
    limit: 50,
  }));
  protected readonly total = totalText(this.list);
  protected readonly settling = signal<Conflict | null>(null);
  protected readonly fields = computed((): SmallField[] => {
    const conflict = this.settling();
    if (!conflict) return [];
    const { ruling } = this.labels();
    const share = {
      as: 'number',
      required: true,
      when: (values: SmallValues) => values['ruling'] === 'share',
    } as const;
    return [
      {
        name: 'ruling',
        label: this.t().ruling,
        as: 'choice',
        required: true,
        hint: this.t().rulingHint,
        options: rulings.map((value) => ({ value, label: ruling[value] })),
      },
      { ...share, name: 'heldShare', label: this.t().share(conflict.held.ownerName) },
      { ...share, name: 'secondShare', label: this.t().share(conflict.second.ownerName) },
      { name: 'reason', label: this.t().reason, as: 'area', required: true },
    ];
  });
  protected readonly initial = { heldShare: '50', secondShare: '50' };
  protected readonly current = takingIn(
    Conflict,
    (conflict) => this.settling.set(conflict),
    () => this.initial,
  );

  protected readonly sides = (conflict: Conflict) =>
    [
      { title: this.t().first, ...conflict.held },
      { title: this.t().second, ...conflict.second },
    ] as const;

  protected shareText({ shares }: Conflict): string {
    return this.t().shares(shares.map(({ userName, percent }) => `${userName} ${percent}%`).join(' · '));
  }

  protected readonly settle = ({ ruling, reason, heldShare, secondShare }: SmallValues, key: string) => {
    const conflict = this.settling();
    const of = (userId: string | null | undefined, percent = '') => ({ userId, percent: Number(percent) });
    return this.api.post(
      `/conflicts/${conflict?.id}/settle`,
      {
        version: conflict?.version,
        ruling,
        reason,
        shares:
          ruling === 'share' ? [of(conflict?.held.ownerId, heldShare), of(conflict?.second.ownerId, secondShare)] : [],
      },
      key,
    );
  };

  protected renew(): void {
    this.settling.set(null);
    this.list.reload();
  }
}
