import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CoverageRecord } from '@torch/contracts';
import { chainGaps, coverageKinds } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { RowFilters, rowQuestion } from '../funnel/row-filters';
import { type CsvColumn, ListCsv, ListFoot, totalText } from '../kit';
import { chosenLeads, leadsOf } from '../leads/follow-ups/chosen-leads';
import { ChooseAll } from '../leads/follow-ups/choose-all';
import { ChooseLead } from '../leads/follow-ups/choose-lead';
import { PlanFollowUps } from '../leads/follow-ups/plan-follow-ups';
import { Language } from '../platform/language';
import { Reference } from '../platform/reference';
import { WayBack } from '../platform/where-left';
import { coverageWords } from './coverage-words';

const code = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;
const known = (text: string | undefined) => (text && code.test(text) ? text : undefined);

/** The records behind one number of the coverage matrix. */
@Component({
  selector: 'crm-coverage-records',
  imports: [ChooseAll, ChooseLead, ListCsv, ListFoot, PageHeader, PlanFollowUps, RouterLink, RowFilters, WayBack],
  templateUrl: './coverage-records.html',
  styles: `
    :host > * + * {
      margin-top: 12px;
    }
  `,
  host: { class: 'page' },
})
export class CoverageRecords {
  private readonly labels = inject(Language).labels;
  protected readonly reference = inject(Reference);
  protected readonly t = coverageWords();

  readonly kind = input<string>();
  readonly node = input<string>();
  readonly region = input<string>();
  readonly chain = input<string>();
  readonly cluster = input<string>();
  readonly gap = input<string>();

  private readonly of = computed(() => coverageKinds.find((each) => each === this.kind()) ?? 'leads');
  protected readonly filters = computed(() => ({
    chain: known(this.chain()),
    cluster: known(this.cluster()),
    gap: chainGaps.find((each) => each === this.gap()),
  }));
  private readonly narrowed = rowQuestion();
  private readonly question = computed(() => ({
    ...this.filters(),
    kind: this.of(),
    node: known(this.node()),
    region: known(this.region()),
    ...this.narrowed(),
    limit: 50,
  }));
  protected readonly list = new Paged<CoverageRecord>('/api/v1/coverage/records', this.question);
  protected readonly chosen = chosenLeads(this.question, () => leadsOf(this.list.items()));
  protected readonly columns = computed((): CsvColumn<CoverageRecord>[] => {
    const { cell, records } = this.t();
    return [
      { head: records.code, cell: ({ code }) => code },
      { head: records.what, cell: ({ title }) => title },
      { head: records.company, cell: ({ companyName }) => companyName },
      { head: cell.node, cell: ({ node }) => this.reference.name('chain-nodes', node) },
      { head: records.region, cell: ({ region }) => this.reference.name('regions', region) },
      { head: records.state, cell: (record) => this.state(record) },
      { head: records.owner, cell: ({ ownerName }) => ownerName },
    ];
  });
  protected readonly total = totalText(this.list);
  protected readonly sentence = computed(() => {
    const { kind, records } = this.t();
    const [node, region] = [known(this.node()), known(this.region())];
    return records.sentence(
      kind[this.of()],
      node ? this.reference.name('chain-nodes', node) : records.everyNode,
      region ? this.reference.name('regions', region) : records.everyRegion,
    );
  });

  protected readonly link = ({ kind, id }: CoverageRecord) => [
    kind === 'companies' ? '/companies' : kind === 'leads' ? '/leads' : '/deals',
    id,
  ];
  protected readonly state = ({ status, stage }: CoverageRecord) =>
    status ? this.labels().leadStatus[status] : stage ? this.labels().dealStage[stage] : '';
}
