import { Component, computed, inject, input, output, signal } from '@angular/core';
import { type Department, Target } from '@torch/contracts';
import {
  isMoneyMetric,
  type ReferenceKind,
  type TargetKind,
  targetKinds,
  type TargetMetric,
  targetMetrics,
} from '@torch/domain';
import { Whole } from '@torch/ui';
import { currencies, plainAmount, SmallForm, type SmallField, type SmallValues, takingIn } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { Reference } from '../platform/reference';
import { targetWords } from './target-words';

const isByHand = ({ metric }: SmallValues) => metric === 'byHand';
const isMoney = ({ metric }: SmallValues) => isMoneyMetric(metric as TargetMetric);
const isGrowth = ({ kind }: SmallValues) => kind === 'growth';
/** A figure as typed; empty is none. */
const figure = (text = '') => (text.trim() ? plainAmount(text) : null);
const filled = (text = '') => text.trim() || null;
const year = (text = '') => (text.trim() ? Number(text) : null);

/** The window in which an administrator sets a target or changes it. */
@Component({
  selector: 'crm-target-form',
  imports: [SmallForm],
  template: `<crm-small-form
    [heading]="target() ? t().editHeading : t().add"
    [fields]="fields()"
    [initial]="initial()"
    [save]="save"
    [words]="t().flaw"
    [keepAs]="'target.' + (target()?.id ?? 'new')"
    [isNew]="!target()"
    [current]="current"
    [done]="t().saved"
    (saved)="closed.emit()"
    (closed)="closed.emit()"
  />`,
})
export class TargetForm {
  private readonly api = inject(Api);
  private readonly reference = inject(Reference);
  private readonly language = inject(Language);
  private readonly labels = this.language.labels;
  protected readonly t = targetWords();

  /** Left out, a new one. */
  readonly target = input<Target>();
  /** In which a new one begins. */
  readonly year = input.required<number>();
  readonly closed = output();

  /** What somebody else saved meanwhile takes the place of what was opened. */
  private readonly newer = signal<Target | null>(null);
  private readonly base = computed(() => this.newer() ?? this.target());
  private readonly departments = new Whole<Department>('/api/v1/departments', () => ({}));

  protected readonly initial = computed((): SmallValues => {
    const target = this.base();
    if (!target)
      return { metric: 'signed', kind: 'total', firstYear: String(this.year()), years: '1', currency: 'CNY' };
    const { id: _i, version: _v, updatedAt: _u, departmentName: _d, departmentNameEn: _e, ...facts } = target;
    return Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, value === null ? '' : String(value)]),
    );
  });
  protected readonly current = takingIn(Target, (target) => this.newer.set(target), this.initial);

  protected readonly fields = computed((): SmallField[] => {
    const { field, hint, kind, span } = this.t();
    return [
      {
        name: 'metric',
        label: field.metric,
        as: 'choice',
        required: true,
        options: targetMetrics.map((value) => ({ value, label: this.labels().targetMetric[value] })),
        hint: (values) => this.t().counted[values['metric'] as TargetMetric] ?? '',
      },
      { name: 'nameZh', label: field.nameZh, as: 'text', required: true, when: isByHand },
      { name: 'nameEn', label: field.nameEn, as: 'text', required: true, when: isByHand },
      {
        name: 'kind',
        label: field.kind,
        as: 'choice',
        required: true,
        options: targetKinds.map((value: TargetKind) => ({ value, label: kind[value] })),
      },
      { name: 'value', label: field.value, as: 'number', when: (values) => !isGrowth(values) },
      { name: 'value', label: field.valueGrowth, as: 'number', when: isGrowth },
      {
        name: 'currency',
        label: field.currency,
        as: 'choice',
        required: true,
        options: currencies.map((value) => ({ value, label: value })),
        when: isMoney,
      },
      { name: 'unitZh', label: field.unitZh, as: 'text', when: isByHand },
      { name: 'unitEn', label: field.unitEn, as: 'text', when: isByHand },
      {
        name: 'base',
        label: field.base,
        as: 'number',
        hint: hint.base,
        when: (values) => isGrowth(values) || isByHand(values),
      },
      { name: 'baseYear', label: field.baseYear, as: 'number', when: isGrowth },
      { name: 'firstYear', label: field.firstYear, as: 'number', required: true },
      {
        name: 'years',
        label: field.years,
        as: 'choice',
        required: true,
        options: [
          { value: '1', label: span.one },
          { value: '5', label: span.five },
        ],
      },
      { ...this.choice('clusters', 'cluster'), hint: hint.scope },
      this.choice('parks', 'park'),
      this.choice('regions', 'region'),
      {
        name: 'departmentId',
        label: field.departmentId,
        as: 'choice',
        hint: hint.department,
        options: this.departments.items().map(({ id, name, nameEn }) => ({
          value: id,
          label: (this.language.current() === 'en' && nameEn) || name,
        })),
      },
      { name: 'done', label: field.done, as: 'number', when: isByHand },
      { name: 'doneOn', label: field.doneOn, as: 'day', when: isByHand },
      { name: 'note', label: field.note, as: 'area' },
    ];
  });

  protected readonly save = (values: SmallValues, key: string) => {
    const byHand = isByHand(values);
    const input = {
      metric: values['metric'],
      kind: values['kind'],
      value: figure(values['value']),
      currency: isMoney(values) ? filled(values['currency']) : null,
      base: isGrowth(values) || byHand ? figure(values['base']) : null,
      baseYear: isGrowth(values) ? year(values['baseYear']) : null,
      firstYear: year(values['firstYear']),
      years: Number(values['years']),
      cluster: filled(values['cluster']),
      park: filled(values['park']),
      region: filled(values['region']),
      departmentId: filled(values['departmentId']),
      // A name may have been given to what names itself by its metric, too.
      nameZh: filled(values['nameZh']),
      nameEn: filled(values['nameEn']),
      unitZh: byHand ? filled(values['unitZh']) : null,
      unitEn: byHand ? filled(values['unitEn']) : null,
      done: byHand ? figure(values['done']) : null,
      doneOn: byHand ? filled(values['doneOn']) : null,
      note: filled(values['note']),
    };
    const target = this.base();
    if (!target) return this.api.post('/targets', input, key);
    return this.api.patch(`/targets/${target.id}`, { ...input, version: target.version });
  };

  private choice(list: ReferenceKind, name: 'cluster' | 'park' | 'region') {
    const options = this.reference
      .choices(list, this.base()?.[name] ?? null)
      .map((item) => ({ value: item.code, label: this.reference.label(item) }));
    return { name, label: this.t().field[name], as: 'choice' as const, options };
  }
}
