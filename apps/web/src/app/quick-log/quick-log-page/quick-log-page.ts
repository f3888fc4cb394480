import { Component, computed, DestroyRef, effect, inject, input, signal } from '@angular/core';
import { form, FormField, maxLength } from '@angular/forms/signals';
import { type Lead, type QuickLogResult, SimilarCompany } from '@torch/contracts';
import { visitKinds } from '@torch/domain';
import { Field, PageHeader } from '@torch/ui';
import { Language } from '../../platform/language';
import * as z from 'zod';
import { SimilarList } from '../../companies/similar-list/similar-list';
import { InstantInput, NoticeSelect, Notices } from '../../kit';
import { WhenChips } from '../../leads/follow-ups/when-chips';
import { Api } from '../../platform/api';
import { forgetDraft, keepDraft, keptDraft } from '../../platform/draft';
import { Session } from '../../platform/session';
import { blankQuickLog, gapsOf, isBlank, type QuickLogDraft, quickLogOf } from '../quick-log-draft';
import { quickLogFlaws } from '../quick-log-flaws';
import { QuickLogLead } from '../quick-log-lead/quick-log-lead';
import { QuickLogOutbox } from '../quick-log-outbox/quick-log-outbox';
import { QuickLogQueue, type WaitingLog } from '../quick-log-queue';
import { QuickLogSent } from '../quick-log-outbox/quick-log-sent';
import { QuickLogWho } from '../quick-log-who/quick-log-who';
import { quickLogWords } from '../quick-log-words';
import { HolderNotice } from '../../protection/holder-notice';

const Existing = z.object({ id: z.string(), name: z.string() });

/** One conversation on one screen. Each keystroke stays on this device; saving works without a network. */
@Component({
  selector: 'crm-quick-log-page',
  imports: [
    FormField,
    Field,
    InstantInput,
    NoticeSelect,
    PageHeader,
    SimilarList,
    WhenChips,
    QuickLogLead,
    QuickLogOutbox,
    QuickLogSent,
    QuickLogWho,
    HolderNotice,
  ],
  templateUrl: './quick-log-page.html',
  styleUrl: './quick-log-page.css',
  host: { class: 'page narrow' },
})
export class QuickLogPage {
  protected readonly queue = inject(QuickLogQueue);
  private readonly session = inject(Session);
  private readonly notices = inject(Notices);
  protected readonly labels = inject(Language).labels;
  protected readonly t = quickLogWords();

  private readonly draftName = `${this.session.me()?.id ?? ''}.quick-log`;
  protected readonly draft = signal<QuickLogDraft>({ ...blankQuickLog(), ...keptDraft<QuickLogDraft>(this.draftName) });
  protected readonly fields = form(this.draft, (path) => {
    maxLength(path.said, 10_000);
    maxLength(path.commitments, 10_000);
    for (const field of [path.next, path.leadTitle, path.contactName, path.contactTitle]) maxLength(field, 200);
    maxLength(path.registrationNumber, 40);
    maxLength(path.contactPhone, 25);
  });
  /** Whether this device keeps the draft; false when its storage is full or closed. */
  protected readonly isKept = signal(true);
  protected readonly begun = computed(() => !isBlank(this.draft()));
  protected readonly errors = signal<Readonly<Record<string, string>>>({});
  protected readonly message = signal('');
  protected readonly sending = signal(false);
  protected readonly sent = signal<QuickLogResult | null>(null);
  protected readonly similar = signal<SimilarCompany[]>([]);
  protected readonly kinds = visitKinds;

  /** The lead that a reminder leads here for. */
  readonly lead = input<string>();
  private readonly api = inject(Api);
  private gone = false;

  constructor() {
    inject(DestroyRef).onDestroy(() => (this.gone = true));
    effect(() => void this.begin(this.lead()));
    effect(() => {
      const draft = this.draft();
      if (!this.sending() && this.begun()) this.isKept.set(keepDraft(this.draftName, draft));
    });
  }

  /** Begins with a lead and its company, unless something is written already. */
  private async begin(id: string | undefined): Promise<void> {
    if (!id || this.begun()) return;
    // Out of reach or out of the network, the form begins empty.
    const lead = await this.api.get<Lead>(`/leads/${id}`).catch(() => null);
    if (!lead || this.begun() || this.gone) return;
    this.set({ companyId: lead.companyId, companyName: lead.companyName, leadId: lead.id });
  }

  protected set(change: Partial<QuickLogDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
    if (Object.keys(this.errors()).length > 0) this.forgive();
  }

  /** What was missing and is there now stands marked no longer. */
  private forgive(): void {
    const gaps: readonly string[] = gapsOf(this.draft());
    const known: Record<string, string> = this.t().error;
    // Only what the form itself asked for: an objection of the server stays until it is sent again.
    this.errors.update((errors) =>
      Object.fromEntries(
        Object.entries(errors).filter(([field, text]) => gaps.includes(field) || text !== known[field]),
      ),
    );
    if (Object.keys(this.errors()).length === 0) this.message.set('');
  }

  /** The company on the screen is a known one after all. */
  protected use({ id, name }: { id: string; name: string }): void {
    this.similar.set([]);
    this.message.set('');
    this.set({ companyId: id, companyName: name, newCompany: false, distinctFrom: [], contactId: '', leadId: '' });
  }

  protected tellApart(id: string): void {
    this.set({ distinctFrom: [...new Set([...this.draft().distinctFrom, id])] });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.sending()) return;
    const draft = this.draft();
    const gaps = gapsOf(draft);
    this.errors.set(Object.fromEntries(gaps.map((gap) => [gap, this.t().error[gap]])));
    this.message.set(gaps.length > 0 ? this.t().error.check : '');
    if (gaps.length > 0) return this.showFirst();
    this.sending.set(true);
    const now = new Date();
    const log = {
      key: crypto.randomUUID(),
      request: quickLogOf(draft, now),
      draft,
      savedAt: now.toISOString(),
      refusal: null,
    };
    const sending = this.queue.send(log);
    // From here on it lies in the outbox of this device; left in the draft, it would be told twice.
    if (this.queue.isKept()) forgetDraft(this.draftName);
    const outcome = await sending;
    this.sending.set(false);
    // Left meanwhile, the page has nothing to mend it with: a refused log waits in the outbox.
    if (this.gone) return;
    if ('refused' in outcome) return this.takeBack(outcome.refused);
    this.sent.set('sent' in outcome ? outcome.sent : null);
    this.clear();
  }

  /** A refused log from the outbox comes into the form; what is being written there goes first. */
  protected mend(log: WaitingLog): void {
    if (this.begun()) return this.notices.refused(this.t().mendLater);
    this.sent.set(null);
    this.takeBack(log);
  }

  /** A refused log comes back into the form, with the objections at their fields. */
  private takeBack({ key, draft, refusal }: WaitingLog): void {
    this.draft.set(draft);
    // First the draft, then the outbox: at no moment does it lie nowhere.
    if (keepDraft(this.draftName, draft)) this.queue.takeBack(key);
    if (!refusal) return;
    const reused = refusal.type.endsWith('idempotency-key-reused');
    this.errors.set(quickLogFlaws(refusal, this.t()));
    this.message.set(reused ? this.t().reused : this.t().error.refused);
    const similar = z.array(SimilarCompany).safeParse(refusal['similar']);
    const existing = Existing.safeParse(refusal['existing']);
    this.similar.set(similar.success ? similar.data : existing.success ? [asSimilar(existing.data, draft)] : []);
    if (this.similar().length > 0) this.message.set(this.t().error.similar);
    this.showFirst();
  }

  protected async startOver(): Promise<void> {
    const { clearAsk, clearHint, clear, cancel } = this.t();
    if (await this.notices.confirm({ title: clearAsk, text: clearHint, yes: clear, no: cancel })) this.clear();
  }

  private clear(): void {
    this.draft.set(blankQuickLog());
    forgetDraft(this.draftName);
    this.errors.set({});
    this.message.set('');
    this.similar.set([]);
  }

  private showFirst(): void {
    setTimeout(() =>
      document
        .querySelector<HTMLElement>('[aria-invalid="true"], crm-similar-list')
        ?.scrollIntoView({ block: 'center' }),
    );
  }
}

/** The company that has the number already, to be taken like a similar one. */
const asSimilar = ({ id, name }: z.infer<typeof Existing>, draft: QuickLogDraft): SimilarCompany => ({
  id,
  name,
  country: draft.country,
  region: draft.companyRegion,
  registrationNumber: draft.registrationNumber,
  similarity: 1,
});
