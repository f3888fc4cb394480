import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CockpitRecord, Department, Page } from '@torch/contracts';
import { cockpitParts, cockpitWeeks, dealStages, promisesAheadDays, stageLightOf, stageLights } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { FunnelNames } from '../funnel/funnel-names';
import { RowFilters, rowQuestion } from '../funnel/row-filters';
import { type CsvColumn, ListCsv, ListFoot, Times, totalText } from '../kit';
import { chosenLeads, leadsOf } from '../leads/follow-ups/chosen-leads';
import { ChooseAll } from '../leads/follow-ups/choose-all';
import { ChooseLead } from '../leads/follow-ups/choose-lead';
import { PlanFollowUps } from '../leads/follow-ups/plan-follow-ups';
import { read } from '../platform/api';
import { Language } from '../platform/language';
import { Reference } from '../platform/reference';
import { WayBack } from '../platform/where-left';
import { cockpitWords } from './cockpit-words';

const among = <T extends string>(known: readonly T[], given: string | undefined): T | undefined =>
  known.find((each) => each === given);

/** The records behind one number of the cockpit, headed by what they are. */
@Component({
  selector: 'crm-cockpit-records-page',
  imports: [ChooseAll, ChooseLead, ListCsv, ListFoot, PageHeader, PlanFollowUps, RouterLink, RowFilters, WayBack],
  templateUrl: './records-page.html',
  styleUrl: './records-page.css',
  host: { class: 'page' },
})
export class CockpitRecordsPage {
  private readonly times = inject(Times);
  private readonly reference = inject(Reference);
  protected readonly language = inject(Language);
  protected readonly names = inject(FunnelNames);
  protected readonly t = cockpitWords();

  readonly part = input<string>();
  readonly stage = input<string>();
  readonly light = input<string>();
  readonly owner = input<string>();
  readonly week = input<string>();
  readonly department = input<string>();

  protected readonly asked = computed(() => among(cockpitParts, this.part()) ?? 'standing');
  private readonly atStage = computed(() => among(dealStages, this.stage()));
  private readonly lit = computed(() => among(stageLights, this.light()));
  private readonly inWeek = computed(() => among(cockpitWeeks, this.week()));
  private readonly narrowed = rowQuestion();
  private readonly question = computed(() => ({
    part: this.asked(),
    stage: this.atStage(),
    light: this.lit(),
    owner: this.owner(),
    week: this.inWeek(),
    department: this.department(),
    ...this.narrowed(),
    limit: 50,
  }));
  protected readonly list = new Paged<CockpitRecord>('/api/v1/cockpit/records', this.question);
  protected readonly chosen = chosenLeads(this.question, () =>
    leadsOf(
      this.list.items().map(({ leadId, title, stage }) => ({
        leadId,
        title,
        lost: stage === 'lost' ? 'deal' : this.asked() === 'leadsClosed' ? 'lead' : undefined,
      })),
    ),
  );
  protected readonly columns = computed((): CsvColumn<CockpitRecord>[] => {
    const { records, standing } = this.t();
    const labels = this.language.labels();
    return [
      { head: records.code, cell: ({ code }) => code },
      { head: records.what, cell: ({ title }) => title },
      { head: records.company, cell: ({ companyName }) => companyName },
      { head: records.owner, cell: ({ ownerName }) => ownerName },
      ...(this.shows().stands
        ? [
            {
              head: records.stands,
              cell: ({ stage }: CockpitRecord) => stage && labels.dealStage[stage],
            },
            { head: records.standsFor, cell: ({ days }: CockpitRecord) => days },
            { head: standing.norm, cell: ({ norm }: CockpitRecord) => norm },
          ]
        : []),
      ...(this.shows().reason
        ? [{ head: records.reason, cell: ({ closeReason }: CockpitRecord) => closeReason && this.reason(closeReason) }]
        : []),
      { head: this.onHead(), cell: ({ on }) => on },
      ...(this.isOverdue() ? [{ head: records.lateDays, cell: ({ overdueDays }: CockpitRecord) => overdueDays }] : []),
    ];
  });
  protected readonly total = totalText(this.list);
  private readonly departments = read<Page<Department>>(() =>
    this.department() ? '/departments?limit=200' : undefined,
  );

  protected readonly sentence = computed(() => {
    const { records } = this.t();
    const [stage, light, owner, last] = [this.atStage(), this.lit(), this.owner(), this.inWeek() === 'last'];
    const department =
      this.departments.hasValue() && this.departments.value().items.find(({ id }) => id === this.department());
    const [first] = this.list.items();
    return [
      this.what(stage && this.language.labels().dealStage[stage], last),
      light ? records.lit[light] : '',
      owner && first ? records.of(first.ownerName) : '',
      department ? records.in((this.language.current() === 'en' && department.nameEn) || department.name) : '',
    ]
      .filter(Boolean)
      .join(records.comma);
  });
  protected readonly shows = computed(() => ({
    stands: ['standing', 'dealsLost', 'dealsHeld'].includes(this.asked()),
    reason: ['dealsLost', 'dealsHeld', 'leadsClosed'].includes(this.asked()),
  }));

  /** What the day of each is. */
  protected readonly onHead = computed(() => this.t().records.onOf[this.asked()]);
  private readonly isOverdue = computed(() => this.asked().startsWith('overdue'));

  private what(stage: string | undefined, last: boolean): string {
    const { part } = this.t().records;
    const asked = this.asked();
    switch (asked) {
      case 'standing':
        return stage ? part.standingAt(stage) : part.standing;
      case 'promisesDue':
        return part.promisesDue(promisesAheadDays);
      case 'visitsHeld':
        return last ? part.visitsHeldLast : part.visitsHeld;
      case 'visitsPlanned':
        if (last) return part.visitsPlannedLast;
        return this.inWeek() === 'next' ? part.visitsPlannedNext : part.visitsPlanned;
      default:
        return part[asked];
    }
  }

  /** Where the record is looked at, or what it hangs on. */
  protected pageOf({ kind, id, leadId, dealId, companyId }: CockpitRecord): readonly string[] {
    if (kind === 'visit') return ['/visits', id];
    if (dealId) return ['/deals', dealId];
    if (leadId) return ['/leads', leadId];
    return ['/companies', companyId ?? ''];
  }

  protected partOf({ kind, dealId }: CockpitRecord): { part?: string } {
    return dealId && (kind === 'promise' || kind === 'problem') ? { part: `${kind}s` } : {};
  }

  protected lightOf = ({ days, norm }: CockpitRecord) => stageLightOf(days ?? 0, norm);
  protected day = (day: string): string => this.times.dayText(day, { dateStyle: 'medium' });
  protected reason = (code: string): string => this.reference.name('close-reasons', code);
}
