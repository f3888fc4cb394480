import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { DealMoney, Money, MoneySum } from '@torch/contracts';
import { type FundKind, fundKinds } from '@torch/domain';
import { exactAmount, mayOn, moneyOf, SmallForm, type SmallField, type SmallValues, takingIn, Times } from '../kit';
import * as z from 'zod';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { moneyWords } from './money-words';
import { Sums } from './sums';

type Kind = DealMoney['kinds'][number];
type Year = Kind['years'][number];
type Plan = Year['plan'];
interface EditedPlan {
  kind: FundKind;
  year: number;
  plan: Plan;
}

/** A plan as a refusal has it; null for one that was taken back. */
const StandingPlan = z.object({ version: z.int(), amount: z.string(), currency: z.string() }).nullable();

/** Plan against actual, each kind of money in a table of its own: kinds are never added together. */
@Component({
  selector: 'crm-plan-panel',
  imports: [SmallForm],
  templateUrl: './plan-panel.html',
  styles: `
    h3 {
      font-size: 15px;
      font-weight: 600;
      color: inherit;
    }
    .worth {
      display: block;
    }
    .warn {
      color: var(--warn);
    }
    .bar {
      display: block;
      width: 96px;
      max-width: 100%;
      height: 6px;
      margin-top: 4px;
      border-radius: 3px;
      background: var(--sunken);
      overflow: hidden;
    }
    .bar > span {
      display: block;
      height: 100%;
      background: var(--good);
    }
  `,
  host: { class: 'card stack' },
})
export class PlanPanel {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly sums = inject(Sums);
  private readonly times = inject(Times);
  private readonly language = inject(Language);
  protected readonly labels = this.language.labels;
  protected readonly t = moneyWords();

  readonly deal = input.required<{ id: string; ownerId: string; departmentId: string }>();
  readonly money = input.required<DealMoney>();
  readonly changed = output();

  protected readonly mayEdit = computed(() => mayOn(this.session, 'fund.update', this.deal()));
  /** Null: closed; `new`: whichever kind and year; else the one that is changed. */
  protected readonly editing = signal<EditedPlan | 'new' | null>(null);
  protected readonly kinds = computed(() =>
    this.money()
      .kinds.filter(({ years }) => years.length > 0)
      .map((kind) => ({
        kind: kind.kind,
        rows: [
          ...kind.years.map((year) => this.row(String(year.year), year, year)),
          ...(kind.years.length > 1 ? [this.row(this.t().plan.total, kind, null)] : []),
        ],
      })),
  );
  protected readonly fields = computed((): SmallField[] => {
    const words = this.t().plan;
    const planned: SmallField = { name: 'planned', label: words.planned, as: 'money' };
    if (this.editing() !== 'new') return [{ ...planned, hint: words.clearHint }];
    const thisYear = Number(this.times.today().slice(0, 4));
    const years = Array.from({ length: 16 }, (_, index) => String(thisYear - 5 + index));
    return [
      {
        name: 'kind',
        label: words.kind,
        as: 'choice',
        required: true,
        options: fundKinds.map((value) => ({ value, label: this.labels().fundKind[value] })),
      },
      {
        name: 'year',
        label: words.year,
        as: 'choice',
        required: true,
        options: years.map((value) => ({ value, label: value })),
      },
      { ...planned, required: true, hint: (values) => this.replaces(values) },
    ];
  });
  protected readonly initial = computed((): SmallValues => {
    const plan = this.editing();
    if (plan === 'new') return { kind: 'fundsInPlace', year: this.times.today().slice(0, 4) };
    return {
      planned: plan?.plan?.amount.amount.replace(/\.00$/, '') ?? '',
      'planned.currency': plan?.plan?.amount.currency ?? '',
    };
  });

  /** Of the kind and year that were sent, what a refusal said of its plan: newer than the table. */
  private readonly newer = signal<EditedPlan | null>(null);
  protected readonly current = takingIn(
    StandingPlan,
    (standing) => {
      const { version, ...amount } = standing ?? { version: 0 };
      const plan = standing && { version, amount: amount as Money };
      if (this.editing() === 'new') this.newer.update((sent) => sent && { ...sent, plan });
      else this.editing.update((edited) => (edited && edited !== 'new' ? { ...edited, plan } : edited));
    },
    this.initial,
  );

  protected edit(kind: FundKind, { year, plan }: Year): void {
    this.editing.set({ kind, year, plan });
  }

  protected readonly save = (values: SmallValues) => {
    const edited = this.editing();
    const { kind, year, plan } = edited && edited !== 'new' ? edited : this.chosen(values);
    this.newer.set({ kind, year, plan });
    const input = { kind, year, planned: moneyOf(values, 'planned'), version: plan?.version ?? null };
    return this.api.put(`/deals/${this.deal().id}/plans`, input);
  };

  protected renew(): void {
    this.editing.set(null);
    this.newer.set(null);
    this.changed.emit();
  }

  /** The kind and year of a new plan, with the plan that may stand there already. */
  private chosen(values: SmallValues): EditedPlan {
    const kind = fundKinds.find((each) => each === values['kind']) ?? 'fundsInPlace';
    const [year, newer] = [Number(values['year']), this.newer()];
    if (newer?.kind === kind && newer.year === year) return newer;
    const years = this.money().kinds.find((each) => each.kind === kind)?.years;
    return { kind, year, plan: years?.find((each) => each.year === year)?.plan ?? null };
  }

  private replaces(values: SmallValues): string {
    const { plan } = this.chosen(values);
    return plan ? this.t().plan.replaces(exactAmount(plan.amount, this.language.current())) : '';
  }

  private row(
    name: string,
    { planned, actual, confirmed, done }: Pick<Kind, keyof Kind & keyof Year>,
    year: Year | null,
  ) {
    const words = this.t().plan;
    return {
      name,
      year,
      done,
      share: Math.min(100, Number(done ?? 0)),
      cells: [
        this.cell(words.planned, planned),
        this.cell(words.actual, actual),
        this.cell(words.confirmed, confirmed),
      ],
    };
  }

  private cell(label: string, sum: MoneySum) {
    const worth = this.sums.worth(sum, this.money().reportingCurrency);
    return {
      label,
      text: this.sums.list(sum.original) || this.t().plan.empty,
      worth: worth && this.t().summary.approx(worth),
      left: this.left(sum),
    };
  }

  /** What is not in the converted sum: all of it, or some. */
  private left({ original, unconverted }: MoneySum): string {
    if (unconverted.length === 0) return '';
    const list = this.sums.list(unconverted);
    return list === this.sums.list(original) ? this.t().summary.noRate : this.t().plan.unconverted(list);
  }
}
