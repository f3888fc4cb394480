import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Target, TargetsProgress } from '@torch/contracts';
import { behindPoints } from '@torch/domain';
import { EmptyState, PageHeader } from '@torch/ui';
import { ConcealedNote } from '../deals/concealed-note';
import { addressBar, download, Notices, ReadState, Times } from '../kit';
import { Api, read } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { TargetBar } from './target-bar';
import { targetCsv } from './target-csv';
import { TargetForm } from './target-form';
import { TargetNames } from './target-names';
import { TargetStandingTag } from './target-standing';
import { targetWords } from './target-words';
import { yearOf } from './target-year';

/** The targets of a year, how far each has come against what is due by now, and what the rest of the period asks for. */
@Component({
  selector: 'crm-targets-page',
  imports: [ConcealedNote, EmptyState, PageHeader, ReadState, RouterLink, TargetBar, TargetForm, TargetStandingTag],
  templateUrl: './targets-page.html',
  styleUrl: './targets-page.css',
  host: { class: 'page' },
})
export class TargetsPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly times = inject(Times);
  private readonly labels = inject(Language).labels;
  protected readonly names = inject(TargetNames);
  protected readonly t = targetWords();
  protected readonly narrow = addressBar();
  protected readonly points = behindPoints;

  readonly year = input<string>();

  private readonly asked = computed(() => yearOf(this.year()));
  protected readonly answer = read<TargetsProgress>(() => {
    const year = this.asked();
    return `/targets/progress${year ? `?year=${year}` : ''}`;
  });
  /** What was read last stays on screen while the next is read. */
  protected readonly shown = linkedSignal<TargetsProgress | undefined, TargetsProgress | undefined>({
    source: () => (this.answer.hasValue() ? this.answer.value() : undefined),
    computation: (now, before) => now ?? before?.value,
  });
  protected readonly years = computed(() => {
    const shown = this.shown();
    return shown ? [...new Set([...shown.years, shown.year])].sort((a, b) => b - a) : [];
  });
  protected readonly groups = computed(() => {
    const items = this.shown()?.items ?? [];
    const { yearly, plan } = this.t();
    return [
      { title: yearly, items: items.filter(({ target }) => target.years === 1) },
      { title: plan, items: items.filter(({ target }) => target.years === 5) },
    ].filter((group) => group.items.length > 0);
  });
  protected readonly mayEdit = computed(() => this.session.can('target.edit'));
  /** Null: closed; `new`: another one; else the one that is changed. */
  protected readonly editing = signal<Target | 'new' | null>(null);
  protected readonly edited = computed(() => {
    const editing = this.editing();
    return editing === 'new' || editing === null ? undefined : editing;
  });

  /** In which year a new one begins. */
  protected readonly newIn = computed(() => this.shown()?.year ?? Number(this.times.today().slice(0, 4)));

  protected async remove(target: Target): Promise<void> {
    const { removeAsk, remove, removed } = this.t();
    if (!(await this.notices.confirm({ title: removeAsk(this.names.name(target)), yes: remove }))) return;
    try {
      await this.api.delete(`/targets/${target.id}`);
      this.notices.done(removed);
    } catch (error) {
      this.notices.failed(error);
    }
    this.answer.reload();
  }

  protected renew(): void {
    this.editing.set(null);
    this.answer.reload();
  }

  protected save(): void {
    const shown = this.shown();
    if (!shown) return;
    const text = targetCsv(shown, this.t(), {
      name: ({ target }) => this.names.name(target),
      scope: ({ target }) => this.names.scope(target),
      period: ({ target }) => this.names.period(target),
      unit: ({ target }) => this.names.unit(target),
      standing: ({ standing }) => (standing ? this.labels().targetStanding[standing] : ''),
    });
    download(`${this.t().file(shown.year)}.csv`, text);
  }
}
