import { Component, computed, inject, input, signal } from '@angular/core';
import type { Export } from '@torch/contracts';
import type { LedgerColumn, ReferenceKind } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot, SmallForm, type SmallField, type SmallValues, Times } from '../kit';
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
  protected readonly times = inject(Times);
  private readonly reference = inject(Reference);
  private readonly language = inject(Language);
  protected readonly labels = this.language.labels;
  protected readonly t = ledgerWords();
  protected readonly narrow = addressBar();

  readonly scope = input<string>();

  protected readonly decides = computed(() => this.session.can('export.approve'));
  protected readonly deciding = computed(() => this.decides() && this.scope() === 'toDecide');
  protected readonly list = new Paged<Export>('/api/v1/exports', () => ({
    scope: this.deciding() ? 'toDecide' : 'mine',
    limit: 50,
  }));
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
    const told = this.toldOf(filters, names);
    return told.join(' · ') || this.t().unfiltered;
  }

  private toldOf(filters: object, names: Readonly<Record<string, string>>): string[] {
    return Object.entries(filters).map(
      ([name, value]) => `${this.t().filter[name] ?? name}: ${names[name] ?? this.told(name, value)}`,
    );
  }

  private told(name: string, value: unknown): string {
    // Whoever decides must see which figure it is.
    if (name === 'funnel') return this.toldOf(value as object, {}).join(', ');
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
      .join(', ');
  }
}
