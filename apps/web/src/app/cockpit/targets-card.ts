import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { TargetProgress, TargetsProgress } from '@torch/contracts';
import { ReadState } from '../kit';
import { read } from '../platform/api';
import { TargetBar } from '../targets/target-bar';
import { TargetNames } from '../targets/target-names';
import { TargetStandingTag } from '../targets/target-standing';
import { cockpitWords } from './cockpit-words';

/** As many targets as the cockpit shows; the page of targets has them all. */
const shown = 8;

/** This year's targets: how far they have come, what is due by now, and the pace that the rest needs. */
@Component({
  selector: 'crm-targets-card',
  imports: [ReadState, RouterLink, TargetBar, TargetStandingTag],
  template: `
    <h2 class="spread" id="targets-heading">
      {{ t().targets.title }}
      <a class="small plain" routerLink="/targets">{{ t().targets.all }}</a>
    </h2>
    @if (progress.hasValue()) {
      @if (narrowed()) {
        <p class="notice small">{{ t().notNarrowed }}</p>
      }
      <p class="soft small">{{ t().targets.explain }} {{ countedAt() }}</p>
      <ul>
        @for (each of items(); track each.target.id) {
          <li [attr.data-target]="each.target.metric">
            <p class="spread">
              <a [routerLink]="['/targets', each.target.id]" [queryParams]="{ year: progress.value().year }">{{
                names.name(each.target)
              }}</a>
              @if (each.standing; as standing) {
                <crm-target-standing [standing]="standing" />
              }
            </p>
            <crm-target-bar [progress]="each" />
            <p class="soft small number" [attr.title]="exact(each)">
              {{ names.scope(each.target) }} ·
              {{ told(each) }}
              @if (each.asOf < progress.value().today) {
                · {{ t().targets.upTo(names.day(each.asOf)) }}
              }
              @if (needed(each); as pace) {
                · {{ t().targets.needed(pace) }}
              }
            </p>
            @if (each.unconverted.length > 0) {
              <p class="small warn" [title]="names.exactSums(each.unconverted)">
                {{ t().targets.unconverted(names.sums(each.unconverted)) }}
              </p>
            }
          </li>
        } @empty {
          <li class="soft">{{ t().targets.none }}</li>
        }
      </ul>
      @if (folded() > 0) {
        <button type="button" class="link small" [attr.aria-expanded]="all()" (click)="all.set(!all())">
          {{ all() ? t().fold : t().targets.folded(folded()) }}
        </button>
      }
      @if (inPart()) {
        <p class="soft small">{{ t().targets.inPart }}</p>
      }
    } @else {
      <crm-read-state [of]="progress" />
    }
  `,
  styles: `
    .plain {
      font-weight: 400;
    }
    li {
      padding: 8px 0;
      border-bottom: 1px solid var(--line);
    }
    li:last-child {
      padding-bottom: 0;
      border-bottom: 0;
    }
    crm-target-bar {
      margin: 8px 0 6px;
    }
  `,
  host: { class: 'card', role: 'region', 'aria-labelledby': 'targets-heading' },
})
export class TargetsCard {
  protected readonly names = inject(TargetNames);
  protected readonly t = cockpitWords();

  /** Whether the page around it is narrowed to a department: the targets are not. */
  readonly narrowed = input(false);

  protected readonly progress = read<TargetsProgress>(() => '/targets/progress');
  /** Those of which there is something to tell: of which the reader sees the whole, and the others. */
  private readonly tellable = computed(() => {
    const items = this.progress.hasValue() ? this.progress.value().items : [];
    const told = items.filter(({ goal, done }) => goal !== null && done !== null);
    const whole = ({ why }: TargetProgress) => why !== 'in-part';
    return { whole: told.filter(whole), inPart: told.filter((each) => !whole(each)) };
  });
  protected readonly all = signal(false);
  /** What the reader can be judged by; what they see in part stands behind its number, unless there is nothing else. */
  protected readonly items = computed(() => {
    const { whole, inPart } = this.tellable();
    return this.all() ? [...whole, ...inPart] : (whole.length > 0 ? whole : inPart).slice(0, shown);
  });
  protected readonly folded = computed(() => {
    const { whole, inPart } = this.tellable();
    return whole.length === 0 ? 0 : inPart.length;
  });
  /** Some ask for more than the reader sees, and are not judged. */
  protected readonly inPart = computed(() => this.items().some(({ why }) => why === 'in-part'));

  /** By the one clock of all figures, wherever the reader is. */
  protected readonly countedAt = computed(() => {
    if (!this.progress.hasValue()) return '';
    const { countedAt, timeZone } = this.progress.value();
    return this.t().countedAt(this.names.instant(countedAt, timeZone), this.names.zone(timeZone));
  });

  constructor() {
    const refresh = () => document.visibilityState === 'visible' && this.progress.reload();
    document.addEventListener('visibilitychange', refresh);
    inject(DestroyRef).onDestroy(() => document.removeEventListener('visibilitychange', refresh));
  }

  /** Of a target that reaches further than the reader, what is done is a part of it and says so. */
  protected told(each: TargetProgress): string {
    const words = this.t().targets;
    const [done, goal] = [this.names.figure(each, each.done), this.names.figure(each, each.goal)];
    return each.why === 'in-part' ? words.mineOf(done, goal) : words.of(done, goal);
  }

  /** To the cent, in the order in which it is told. */
  protected exact = (each: TargetProgress): string | null =>
    each.currency
      ? [each.done, each.goal, this.needed(each) ? each.perMonthNeeded : null]
          .flatMap((figure) => this.names.exact(each, figure) ?? [])
          .join(' · ')
      : null;

  protected needed = (each: TargetProgress): string =>
    each.perMonthNeeded === null || each.standing === 'reached' ? '' : this.names.figure(each, each.perMonthNeeded);
}
