import { Component, computed, inject, input, signal } from '@angular/core';
import type { Department, Export, User } from '@torch/contracts';
import type { FunnelDimension, LedgerColumn, ReferenceKind } from '@torch/domain';
import { Paged, PageHeader, Whole } from '@torch/ui';
import { type FunnelFilterName, readAddress } from '../funnel/funnel-address';
import { FunnelNames } from '../funnel/funnel-names';
import { funnelNarrowing, funnelSentence } from '../funnel/funnel-sentence';
import { funnelWords } from '../funnel/funnel-words';
import { addressBar, ListFoot, Notices, SmallForm, type SmallField, type SmallValues, Times } from '../kit';
import { Language } from '../platform/language';
import { Reference } from '../platform/reference';
import { Session } from '../platform/session';
import { ExportClient } from './export-client';
import { ledgerWords } from './ledger-words';

const lists: Readonly<Record<string, ReferenceKind>> = {
  cluster: 'clusters',
  region: 'regions',
  park: 'parks',
  chainNode: 'chain-nodes',
  channel: 'channels',
  tier: 'tiers',
  chain: 'chains',
  anchor: 'anchors',
  reason: 'close-reasons',
};
/** How long after its beginning a download stands in the list, in milliseconds. */
const noted = 2_000;

/** One's own exports, to be fetched again; for whoever decides, those of others that wait. */
@Component({
  selector: 'crm-exports-page',
  imports: [ListFoot, PageHeader, SmallForm],
  templateUrl: './exports-page.html',
  host: { class: 'page' },
})
export class ExportsPage {
  protected readonly session = inject(Session);
  protected readonly client = inject(ExportClient);
  private readonly notices = inject(Notices);
  protected readonly times = inject(Times);
  private readonly reference = inject(Reference);
  private readonly language = inject(Language);
  protected readonly labels = this.language.labels;
  protected readonly t = ledgerWords();
  private readonly funnelNames = inject(FunnelNames);
  private readonly funnelWords = funnelWords();
  protected readonly narrow = addressBar();

  readonly scope = input<string>();

  protected readonly decides = computed(() => this.session.can('export.approve'));
  protected readonly deciding = computed(() => this.decides() && this.scope() === 'toDecide');
  /** Who decides about one's own requests: never oneself. */
  protected readonly decidedBy = computed(() => {
    const { officer, head, leader } = this.t().decidedBy;
    const role = this.session.me()?.role;
    return role === 'leader' ? leader : role === 'head' ? head : officer;
  });
  protected readonly list = new Paged<Export>('/api/v1/exports', () => ({
    scope: this.deciding() ? 'toDecide' : 'mine',
    limit: 50,
  }));
  /** A figure names people and departments by their ids: for whoever decides, their names are read. */
  private readonly figures = computed(() => this.list.items().some(({ filters }) => 'funnel' in filters));
  private readonly users = new Whole<User>('/api/v1/users', () => (this.figures() ? {} : undefined));
  private readonly departments = new Whole<Department>('/api/v1/departments', () => (this.figures() ? {} : undefined));
  /** What is being decided, and how. */
  protected readonly at = signal<{ request: Export; decision: 'approve' | 'refuse' } | null>(null);
  protected readonly fields = computed((): SmallField[] => [
    { name: 'reason', label: this.t().decision, as: 'area', required: this.at()?.decision === 'refuse', max: 1000 },
  ]);

  protected readonly decide = async (values: SmallValues, key: string): Promise<string> => {
    const at = this.at();
    if (!at) return '';
    const { id, version } = at.request;
    const reason = values['reason']?.trim() ?? '';
    if (at.decision === 'refuse') {
      await this.client.decide(id, { version, decision: 'refuse', reason }, key);
      return this.t().refused;
    }
    await this.client.decide(id, { version, decision: 'approve', reason: reason || null }, key);
    return this.t().approved;
  };

  /** The file, and then the list with the note that it was fetched; or why not. */
  protected async fetch(event: Event, { id }: Export): Promise<void> {
    event.preventDefault();
    if (await this.client.isFetchable(id)) {
      this.client.fetch(id);
      setTimeout(() => this.list.reload(), noted);
      return;
    }
    this.notices.refused(this.t().unfetchable);
    this.list.reload();
  }

  protected close(): void {
    this.at.set(null);
    this.list.reload();
  }

  protected count(rows: number): string {
    return rows.toLocaleString(this.language.current());
  }

  protected names(columns: readonly LedgerColumn[]): string {
    return columns.map((code) => this.labels().ledgerColumn[code]).join(' · ');
  }

  protected reasons({ approval }: Export): string {
    return approval.map((reason) => this.labels().approvalReason[reason]).join(' · ');
  }

  /** By what it is narrowed, in words. */
  protected filters({ filters, named }: Export): string {
    const names: Readonly<Record<string, string>> = named;
    const told = Object.entries(filters).map(([name, value]) =>
      this.t().is(this.t().filter[name] ?? name, names[name] ?? this.told(name, value)),
    );
    return told.join(' · ') || this.t().unfiltered;
  }

  private told(name: string, value: unknown): string {
    if (name === 'funnel') return this.figure(value as Readonly<Record<string, unknown>>);
    const list = lists[name];
    const words = this.labels();
    const known: Readonly<Record<string, string>> = {
      ...words.leadStatus,
      ...words.visitStatus,
      ...words.visitKind,
      ...words.dealStage,
      ...words.batch,
      ...words.chainGap,
      ...(name === 'step' && { created: this.t().created }),
      ...(name === 'view' && this.t().view),
      ...(name === 'part' && this.t().part),
    };
    return [value]
      .flat()
      .map((each) =>
        list
          ? this.reference.name(list, String(each))
          : name === 'q'
            ? String(each)
            : (known[String(each)] ?? String(each)),
      )
      .join(this.t().comma);
  }

  /** A figure of the funnel, told as its list tells it, and by what it is narrowed. */
  private figure(asked: Readonly<Record<string, unknown>>): string {
    const address = readAddress(
      Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, [value].flat().join()])),
    );
    const words = this.funnelWords();
    const nameOf = (filter: FunnelFilterName | FunnelDimension, key: string) =>
      this.funnelNames.group(filter, key, this.person(key));
    return [
      funnelSentence(address, words, this.funnelNames, this.times.today(), nameOf),
      ...(address.asOf ? [words.asOf(this.funnelNames.day(address.asOf))] : []),
      ...(address.q ? [this.t().is(this.t().filter['q'] ?? '', address.q)] : []),
      ...funnelNarrowing(address, words, nameOf).map(({ name, values }) =>
        this.t().is(name, values.join(this.t().comma)),
      ),
    ].join(' · ');
  }

  private person(id: string): string | null {
    const user = this.users.items().find((each) => each.id === id);
    return user?.displayName ?? this.departments.items().find((each) => each.id === id)?.name ?? null;
  }
}
