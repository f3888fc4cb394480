import { Component, computed, DestroyRef, effect, inject, input, signal } from '@angular/core';
import type { Wall } from '@torch/contracts';
import { type FunnelStep, stageLights, stageOfStep } from '@torch/domain';
import { moneyInUnit } from '../kit/money';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { kindOf, problemOf } from '../platform/problem';
import { en } from './wall.en';
import { zh } from './wall.zh';

/** Milliseconds between two looks at the server. */
const between = 60_000;
/** The hour of the night at which the page is loaded anew, by the clock of the screen. */
const renewedAt = 4;
/** The steps whose numbers are read from across a room. */
const headlines = ['created', 'converted', 'signed', 'construction', 'production'] as const;

type WallTarget = Wall['targets'][number];

/** A screen on a wall: figures from across a room, without anybody signed in or touching it. */
@Component({
  selector: 'crm-wall-page',
  templateUrl: './wall-page.html',
  styleUrl: './wall-page.css',
})
export class WallPage {
  private readonly api = inject(Api);
  protected readonly language = inject(Language);
  private readonly words = this.language.words(zh, en);
  protected readonly t = computed(() => this.words().screen);

  protected readonly lights = stageLights;
  protected readonly kinds = ['followUps', 'promises', 'problems'] as const;
  protected readonly aside = ['dealsLost', 'dealsHeld', 'leadsClosed'] as const;

  readonly secret = input.required<string>();
  protected readonly wall = signal<Wall | null>(null);
  protected readonly state = signal<'reading' | 'fresh' | 'away' | 'over'>('reading');
  private looks = 0;

  protected readonly title = computed(() => {
    const department = this.wall()?.department;
    const english = this.language.current() === 'en';
    return department ? this.t().of((english && department.nameEn) || department.name) : this.t().zone;
  });
  protected readonly headlines = computed(() => {
    const steps = this.wall()?.steps ?? [];
    return headlines.flatMap((step) => steps.find((each) => each.step === step) ?? []);
  });
  protected readonly mostEntered = computed(() =>
    Math.max(1, ...(this.wall()?.steps ?? []).flatMap(({ count, before }) => [count, before])),
  );
  protected readonly stages = computed(() =>
    (this.wall()?.standing ?? []).map((each) => ({ ...each, total: each.green + each.yellow + each.red })),
  );
  protected readonly mostStanding = computed(() => Math.max(1, ...this.stages().map(({ total }) => total)));
  protected readonly sums = computed(() => {
    const sum = { green: 0, yellow: 0, red: 0 };
    for (const { green, yellow, red } of this.stages()) {
      sum.green += green;
      sum.yellow += yellow;
      sum.red += red;
    }
    return sum;
  });
  protected readonly rule = computed(() => {
    const wall = this.wall();
    if (!wall?.standing.some(({ norm }) => norm !== null)) return this.t().noNorms;
    return this.t().rule(String(wall.redAtTenths / 10));
  });
  protected readonly english = computed(() => this.language.current() === 'en');
  protected readonly lacksRates = computed(() =>
    (this.wall()?.steps ?? []).some(({ unconverted }) => unconverted.length > 0),
  );
  protected readonly refreshedAt = computed(() => {
    const wall = this.wall();
    if (!wall) return '';
    return new Intl.DateTimeFormat(this.locale, {
      timeZone: wall.timeZone,
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    }).format(new Date(wall.countedAt));
  });

  constructor() {
    // Bright letters in a dark room, whatever this device shows elsewhere.
    const { dataset } = document.documentElement;
    const before = dataset['theme'];
    dataset['theme'] = 'dark';
    // The address of the page changes only with the page.
    effect(() => void this.look(this.secret()));
    const born = Date.now();
    const timer = setInterval(() => {
      // It runs for months: once a night it takes up what a new release has brought, while the server is there to give it.
      const isNight = new Date().getHours() === renewedAt && Date.now() - born > 2 * 3_600_000;
      if (isNight && this.state() === 'fresh') location.reload();
      // A link that has ended may work again, when whoever made it is back: it is tried once an hour.
      else if (this.state() !== 'over' || new Date().getMinutes() === 0) void this.look(this.secret());
    }, between);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
      if (before === undefined) delete dataset['theme'];
      else dataset['theme'] = before;
    });
    effect(() => {
      const locale = this.wall()?.locale;
      if (!locale || this.language.isChosen) return;
      this.language.current.set(locale);
      document.documentElement.lang = locale;
    });
  }

  private async look(secret: string): Promise<void> {
    const look = (this.looks += 1);
    // Whether the server can be reached is told by the last look, not by one that took long.
    const found = (state: 'fresh' | 'over' | 'away') => look === this.looks && this.state.set(state);
    try {
      const wall = await this.api.get<Wall>(`/wall/${encodeURIComponent(secret)}`);
      // A look that took long may come after a later one.
      if (wall.countedAt >= (this.wall()?.countedAt ?? '')) this.wall.set(wall);
      found('fresh');
    } catch (error) {
      found(kindOf(problemOf(error)) === 'not-found' ? 'over' : 'away');
    }
  }

  protected step(step: FunnelStep): string {
    const labels = this.language.labels();
    const stage = stageOfStep(step);
    if (stage) return labels.dealStage[stage];
    return step === 'contacted' || step === 'qualified' ? labels.leadStatus[step] : this.t().created;
  }

  protected count = (count: number): string => count.toLocaleString(this.locale);

  /** In hundreds of millions or the like: from across a room nobody reads cents. */
  protected money = ({ amount }: { amount: string }): string =>
    new Intl.NumberFormat(this.locale, { notation: 'compact', maximumFractionDigits: 1 }).format(
      amount as Intl.StringNumericLiteral,
    );

  protected targetName({ metric, kind, value, nameZh, nameEn }: WallTarget['target']): string {
    const own = this.english() ? nameEn : nameZh;
    const name = own ?? this.language.labels().targetMetric[metric];
    return kind === 'growth' && value && !own ? this.t().growth(name, value) : name;
  }

  /** A figure of a target without its currency or unit. */
  protected plain(of: WallTarget, figure: string | null): string {
    return figure === null ? '–' : this.money(this.counted(of, figure) ?? { amount: figure });
  }

  /** The same with it. */
  protected figure(of: WallTarget, figure: string | null): string {
    const { target, currency } = of;
    const unit = currency ?? this.counted(of, figure ?? '0')?.currency;
    return [this.plain(of, figure), unit ?? (this.english() ? target.unitEn : target.unitZh)].filter(Boolean).join(' ');
  }

  /** What is counted by the hundred million is money, in English. */
  private counted = ({ target }: WallTarget, figure: string) =>
    this.english() ? moneyInUnit(figure, target.unitEn) : null;

  /** Parts in a hundred, for a bar. */
  protected way = (percent: string | null): number => Math.min(100, Math.max(0, Number(percent ?? 0)));

  protected color = (standing: WallTarget['standing']): string =>
    standing === 'red' || standing === 'missed'
      ? 'red'
      : standing === 'yellow'
        ? 'yellow'
        : standing === 'reached' || standing === 'ahead'
          ? 'green'
          : '';

  protected day = (day: string): string =>
    new Intl.DateTimeFormat(this.locale, { timeZone: 'UTC', month: 'short', day: 'numeric' }).format(
      new Date(`${day}T00:00:00Z`),
    );

  private get locale(): string {
    return this.language.current() === 'en' ? 'en-GB' : 'zh-CN';
  }
}
