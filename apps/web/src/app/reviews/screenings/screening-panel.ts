import { Component, computed, inject, input, output, signal } from '@angular/core';
import { ScreeningList } from '@torch/contracts';
import { screeningAspects, screeningConclusions, screeningVerdicts } from '@torch/domain';
import { ReadState, SmallForm, type SmallField, type SmallValues } from '../../kit';
import { Api, read } from '../../platform/api';
import { Language } from '../../platform/language';
import { reviewWords } from '../review-words';
import { ScreeningOpinion } from './screening-opinion';

/** Screening opinions on a lead: the newest whole, and those before it behind their number. */
@Component({
  selector: 'crm-screening-panel',
  imports: [ReadState, ScreeningOpinion, SmallForm],
  templateUrl: './screening-panel.html',
  host: { class: 'card stack' },
})
export class ScreeningPanel {
  private readonly api = inject(Api);
  protected readonly labels = inject(Language).labels;
  protected readonly t = reviewWords();

  readonly leadId = input.required<string>();
  readonly mayWrite = input(false);
  readonly written = output();

  protected readonly writing = signal(false);
  private readonly answer = read<unknown>(() => `/leads/${this.leadId()}/screenings`);
  protected readonly list = this.answer;
  protected readonly items = computed(() =>
    this.answer.hasValue() ? ScreeningList.parse(this.answer.value()).items : [],
  );
  protected readonly newest = computed(() => this.items()[0]);
  protected readonly earlier = computed(() => this.items().slice(1));
  protected readonly fields = computed((): SmallField[] => {
    const { screeningAspect, screeningVerdict, screeningConclusion } = this.labels();
    const of = (codes: readonly string[], words: Record<string, string>) =>
      codes.map((value) => ({ value, label: words[value] ?? value }));
    return [
      ...screeningAspects.flatMap((aspect): SmallField[] => [
        {
          name: `aspects.${aspect}.verdict`,
          label: this.t().screening.verdictOn(screeningAspect[aspect]),
          as: 'choice',
          required: true,
          options: of(screeningVerdicts, screeningVerdict),
        },
        { name: `aspects.${aspect}.remark`, label: this.t().screening.remarkOn(screeningAspect[aspect]), as: 'text' },
      ]),
      {
        name: 'conclusion',
        label: this.t().screening.conclusion,
        as: 'choice',
        required: true,
        options: of(screeningConclusions, screeningConclusion),
      },
      { name: 'remark', label: this.t().screening.remark, as: 'area' },
    ];
  });

  protected readonly save = (values: SmallValues, key: string) =>
    this.api.post(
      `/leads/${this.leadId()}/screenings`,
      {
        conclusion: values['conclusion'],
        remark: values['remark']?.trim() || null,
        aspects: Object.fromEntries(
          screeningAspects.map((aspect) => [
            aspect,
            { verdict: values[`aspects.${aspect}.verdict`], remark: values[`aspects.${aspect}.remark`]?.trim() ?? '' },
          ]),
        ),
      },
      key,
    );

  protected renew(): void {
    this.writing.set(false);
    this.answer.reload();
    this.written.emit();
  }
}
