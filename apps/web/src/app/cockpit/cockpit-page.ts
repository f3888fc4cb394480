import { Component, computed, DestroyRef, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Cockpit, Department, Funnel } from '@torch/contracts';
import { type FunnelStep, promisesAheadDays, reachOf, stageLights } from '@torch/domain';
import { PageHeader, Whole } from '@torch/ui';
import { Figure } from '../funnel/figure';
import type { FunnelAddress } from '../funnel/funnel-address';
import { FunnelNames } from '../funnel/funnel-names';
import { answered } from '../funnel/kept';
import { addressBar, ReadState, Times } from '../kit';
import { read } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { SavedViews } from '../views/saved-views';
import { CoverageCard } from './coverage-card';
import { CockpitFigure, type CockpitList } from './cockpit-figure';
import { cockpitWords } from './cockpit-words';
import { departmentTree } from './department-tree';
import { LightBar } from './light-bar';
import { TargetsCard } from './targets-card';

/** One page for Monday morning: how the business stands, where it stalls, what is late, what has changed. Every number opens. */
@Component({
  selector: 'crm-cockpit-page',
  imports: [CockpitFigure, CoverageCard, Figure, LightBar, PageHeader, ReadState, RouterLink, SavedViews, TargetsCard],
  templateUrl: './cockpit-page.html',
  styleUrl: './cockpit-page.css',
  host: { class: 'page' },
})
export class CockpitPage {
  private readonly times = inject(Times);
  protected readonly session = inject(Session);
  protected readonly language = inject(Language);
  protected readonly names = inject(FunnelNames);
  protected readonly pages = ['cockpit'] as const;
  protected readonly t = cockpitWords();
  protected readonly narrow = addressBar();
  protected readonly ahead = promisesAheadDays;
  protected readonly lights = stageLights;
  protected readonly aside = ['dealsLost', 'dealsHeld', 'leadsClosed'] as const;
  protected readonly kinds = [
    { name: 'followUps', part: 'overdueFollowUps' },
    { name: 'promises', part: 'overduePromises' },
    { name: 'problems', part: 'overdueProblems' },
  ] as const;

  /** The department to which it is narrowed. */
  readonly department = input<string>();

  protected readonly answer = read<Cockpit>(() => {
    const department = this.department();
    return department ? `/cockpit?department=${encodeURIComponent(department)}` : '/cockpit';
  });
  /** What was read last, kept on screen while the next is read or cannot be. */
  private readonly shown = answered(this.answer, this.department, (department) => department === this.department());
  protected readonly cockpit = computed(() => this.shown()?.value);
  private readonly reach = computed(() => {
    const me = this.session.me();
    return me ? reachOf(me.role, 'cockpit.read') : null;
  });
  private readonly list = new Whole<Department>('/api/v1/departments', () =>
    this.reach() === 'own' || this.reach() === null ? undefined : {},
  );
  /** Those that there are to choose from: a head's own and those below, for a leader all. */
  protected readonly departments = computed(() => {
    const tree = departmentTree(
      this.list.items(),
      this.reach() === 'all' ? null : (this.session.me()?.departmentId ?? null),
    );
    return tree.length > 1 ? tree : [];
  });

  protected readonly eyebrow = computed(() => {
    const cockpit = this.cockpit();
    if (!cockpit) return '';
    const { department, reach } = cockpit.scope;
    const english = this.language.current() === 'en';
    const whose = department ? (english && department.nameEn) || department.name : this.t().scope[reach];
    return `${whose} · ${this.times.dayText(cockpit.today, { dateStyle: 'full' })}`;
  });
  protected readonly step = (funnel: Funnel, step: FunnelStep) => funnel.steps.find((each) => each.step === step);
  protected readonly mostEntered = computed(() => {
    const { now, before } = this.cockpit()?.funnel ?? {};
    return Math.max(1, ...[...(now?.steps ?? []), ...(before?.steps ?? [])].map(({ count }) => count));
  });
  protected readonly rows = computed(() => {
    const { now, before } = this.cockpit()?.funnel ?? {};
    return (now?.steps ?? []).map((figures, index) => ({
      figures,
      before: before?.steps[index]?.count ?? 0,
      difference: figures.count - (before?.steps[index]?.count ?? 0),
    }));
  });
  protected readonly all = computed(() => {
    const sum = { green: 0, yellow: 0, red: 0 };
    for (const { green, yellow, red } of this.cockpit()?.standing ?? []) {
      sum.green += green;
      sum.yellow += yellow;
      sum.red += red;
    }
    return sum;
  });
  protected readonly mostStanding = computed(() =>
    Math.max(1, ...(this.cockpit()?.standing ?? []).map(({ green, yellow, red }) => green + yellow + red)),
  );
  protected readonly hasNorms = computed(() => this.cockpit()?.standing.some(({ norm }) => norm !== null) ?? false);
  protected readonly redTimes = computed(() => String((this.cockpit()?.redAtTenths ?? 0) / 10));
  protected readonly recent = computed(() => (this.cockpit()?.changes.funnel.steps ?? []).filter(({ count }) => count));
  protected readonly countedAt = computed(() => {
    const cockpit = this.cockpit();
    if (!cockpit) return '';
    const { countedAt, timeZone } = cockpit;
    return this.t().asOf(this.names.instant(countedAt, timeZone), this.names.zone(timeZone));
  });

  constructor() {
    // A new day has other weeks; and whoever comes back to the page finds it as it is now.
    effect(() => {
      this.times.today();
      untracked(() => this.answer.reload());
    });
    const refresh = () => document.visibilityState === 'visible' && this.answer.reload();
    document.addEventListener('visibilitychange', refresh);
    inject(DestroyRef).onDestroy(() => document.removeEventListener('visibilitychange', refresh));
  }

  protected question({ view, from, to, asOf }: Funnel): FunnelAddress {
    const departments = this.cockpit()?.scope.departmentIds;
    return { view, from, to, asOf, ...(departments && { department: departments.join() }) };
  }

  /** The same for one of its numbers, which leads back here. */
  protected figureOf(funnel: Funnel): FunnelAddress {
    const department = this.cockpit()?.scope.department?.id;
    return { ...this.question(funnel), tab: department ? `cockpit_${department}` : 'cockpit' };
  }

  protected listOf(part: CockpitList['part'], more: Omit<CockpitList, 'part'> = {}): CockpitList {
    const department = this.cockpit()?.scope.department?.id;
    return { part, ...more, ...(department && { department }) };
  }

  protected day = (day: string): string => this.times.dayText(day, { month: 'short', day: 'numeric' });

  protected signed(difference: number): string {
    if (difference === 0) return '0';
    return `${difference > 0 ? '+' : '−'}${this.names.count(Math.abs(difference))}`;
  }

  protected print(): void {
    window.print();
  }
}
