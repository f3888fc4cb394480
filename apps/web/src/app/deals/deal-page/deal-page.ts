import {
  afterRenderEffect,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { type Deal, dealAmounts, type StageChange } from '@torch/contracts';
import {
  type AnyDealStage,
  type DealFacts,
  type DealStage,
  dealStages,
  evidence,
  type Evidence,
  isOnRoad,
  missingEvidence,
  type Permission,
  promisedDates,
  rankOf,
  stagesUpTo,
} from '@torch/domain';
import { PageHeader } from '@torch/ui';
import { Attachments } from '../../attachments/attachments';
import { Uploads } from '../../attachments/uploads';
import { ContactList } from '../../contacts/contact-list/contact-list';
import { exactAmount, mayOn, Notices, ReadState, Times } from '../../kit';
import { FollowUps } from '../../leads/follow-ups/follow-ups';
import { MoneyPart } from '../../money/money-part';
import { Language } from '../../platform/language';
import { Reference } from '../../platform/reference';
import { Session } from '../../platform/session';
import { ProblemPanel } from '../../problems/problem-panel';
import { PromisePanel } from '../../promises/promise-panel';
import { OwnershipPanel } from '../../protection/ownership-panel';
import { AssignmentPanel } from '../../reviews/assignments/assignment-panel';
import { OfferPanel } from '../../reviews/offers/offer-panel';
import { ScorecardPanel } from '../../reviews/scorecards/scorecard-panel';
import { Timeline } from '../../timeline/timeline';
import { VisitList } from '../../visits/visit-list';
import { DealClient } from '../deal-client';
import { isChoice, profile } from '../deal-form/deal-draft';
import { DealConceal } from '../deal-conceal/deal-conceal';
import { DealMove } from '../deal-move/deal-move';
import { dealWords } from '../deal-words';
import { DealMilestones } from './deal-milestones';
import { StageTag } from '../stage-tag';
import { TracePanel } from '../../reminder-trace/trace-panel';

/**
 * The parts of a deal's page, in the order of their tabs, each with what opens it: one of its permissions, or none where
 * all who read deals may look. The address says which one is open.
 */
const parts = [
  ['overview'],
  ['problems', 'problem.read'],
  ['review', 'scorecard.read', 'offer.read', 'assignment.read'],
  ['money', 'fund.read'],
  ['promises', 'promise.read'],
  ['people'],
  ['files', 'attachment.read'],
  ['history'],
] as const satisfies readonly (readonly [string, ...Permission[]])[];

/** One deal: where it stands, what the next stage asks for, what it is, what comes next, what happened. */
@Component({
  selector: 'crm-deal-page',
  imports: [
    TracePanel,
    RouterLink,
    AssignmentPanel,
    Attachments,
    ContactList,
    DealConceal,
    DealMilestones,
    DealMove,
    FollowUps,
    MoneyPart,
    OfferPanel,
    OwnershipPanel,
    PageHeader,
    ProblemPanel,
    PromisePanel,
    ReadState,
    ScorecardPanel,
    StageTag,
    Timeline,
    VisitList,
  ],
  templateUrl: './deal-page.html',
  styleUrl: './deal-page.css',
  host: { class: 'page' },
})
export class DealPage {
  private readonly client = inject(DealClient);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  protected readonly session = inject(Session);
  private readonly language = inject(Language);
  private readonly reference = inject(Reference);
  protected readonly times = inject(Times);
  protected readonly labels = this.language.labels;
  protected readonly t = dealWords();

  readonly id = input.required<string>();
  /** From the address; anything unknown opens the first. */
  readonly part = input<string>();

  protected readonly parts = computed(() =>
    parts
      .filter(
        ([, ...permissions]: readonly [string, ...Permission[]]) =>
          permissions.length === 0 || permissions.some((each) => this.session.can(each)),
      )
      .map(([name]) => name),
  );
  protected readonly shown = computed(() => this.parts().find((each) => each === this.part()) ?? 'overview');

  protected readonly deal = this.client.one(() => this.id());
  protected readonly moves = this.client.stageChanges(() => this.id());
  protected readonly changes = signal(0);
  protected readonly moving = signal(false);
  protected readonly concealing = signal(false);
  private readonly known = computed(() => (this.deal.hasValue() ? this.deal.value() : null));
  protected readonly mayEdit = computed(() => this.may('deal.update'));
  protected readonly mayConceal = computed(() => this.may('deal.conceal'));
  protected readonly mayReport = computed(() => this.may('problem.create'));
  protected readonly mayRemove = computed(() => this.known()?.stage === 'negotiating' && this.may('deal.delete'));
  protected readonly mayMove = computed(() => this.may('deal.move'));
  protected readonly isHead = computed(() => this.may('deal.override'));

  /** The road with its milestones: when each stage was entered last, and where the deal stands. */
  protected readonly road = computed(() => {
    const deal = this.known();
    const entered = new Map(this.moves.hasValue() ? this.moves.value().items.map(({ to, on }) => [to, on]) : []);
    const stands = deal ? this.standsAt(deal) : 'negotiating';
    const missing: readonly string[] = deal?.missing ?? [];
    const steps = dealStages.map((stage) => ({
      stage,
      on: rankOf(stage) <= rankOf(stands) ? (entered.get(stage) ?? '') : '',
      state: rankOf(stage) < rankOf(stands) ? 'passed' : stage === stands ? 'here' : 'ahead',
      asked: evidence[stage].length,
      missing: evidence[stage].filter((one) => missing.includes(one)),
    }));
    // A stage lasts until the next one that was entered; a deal beside the road stopped counting where it left.
    return steps.map((step, index) => {
      const next = steps.slice(index + 1).find(({ on }) => on !== '')?.on;
      const until = next ?? (deal && isOnRoad(deal.stage) ? this.times.today() : deal?.stageSince);
      return { ...step, days: step.on && until ? Math.max(0, daysBetween(step.on, until)) : null };
    });
  });
  /** Of a deal beside the road: since when, where it stopped, and why. */
  protected readonly aside = computed(() => {
    const deal = this.known();
    const last = this.moves.hasValue() ? this.moves.value().items.at(-1) : undefined;
    if (!deal?.stageLeft || !last) return '';
    const why = last.reason ?? this.reference.name('close-reasons', last.closeReason);
    const day = this.times.dayText(last.on, { dateStyle: 'medium' });
    return this.t().restsSince(this.labels().dealStage[deal.stage], day, this.labels().dealStage[deal.stageLeft], why);
  });
  protected readonly next = computed(() => {
    const deal = this.known();
    if (!deal || !isOnRoad(deal.stage)) return null;
    const stage = dealStages[rankOf(deal.stage) + 1];
    if (!stage) return null;
    const asked: readonly Evidence[] = evidence[stage];
    return { stage, missing: asked.filter((one) => deal.missing.includes(one)) };
  });
  protected readonly facts = computed(() => {
    const [deal, t] = [this.known(), this.t()];
    const { field } = t;
    if (!deal) return [];
    const day = (on: string | null) => (on ? this.times.dayText(on, { dateStyle: 'medium' }) : '');
    const kind = (name: (typeof profile)[number] | 'agreementKind'): string => {
      const value = deal[name] ?? '';
      return isChoice(name) ? ((this.labels()[name] as Record<string, string>)[value] ?? value) : value;
    };
    const amounts = dealAmounts.map((name) => {
      const money = deal[name];
      return [field[name], money ? exactAmount(money, this.language.current()) : ''] as const;
    });
    const texts = [
      'localCompanyName',
      'localRegistrationNumber',
      'filingCertificate',
      'landContract',
      'plantLease',
      'environmentalApproval',
      'constructionPermit',
      'equipmentContract',
      'landMu',
      'plantM2',
      'powerKva',
      'waterTonnes',
      'gasM3',
      'environmentalCapacity',
      'splitReason',
    ] as const;
    const workers = deal.workers.map(({ skill, count }) =>
      t.workersOf(skill, count.toLocaleString(this.language.current())),
    );
    const days = ['signedOn', 'registeredOn', 'startedOn', 'statisticsEntryOn', 'producedOn', 'capacityOn'] as const;
    return [
      ...profile.map((name) => [field[name], kind(name)] as const),
      ...amounts,
      [field.fundParticipation, deal.fundParticipation ?? ''] as const,
      [field.agreementKind, kind('agreementKind')] as const,
      ...days.map((name) => [field[name], day(deal[name])] as const),
      ...texts.map((name) => [field[name], (deal[name] ?? '').replace(/\.00$/, '')] as const),
      [field.workers, workers.join(' · ')] as const,
      [field.closeReason, this.reference.name('close-reasons', deal.closeReason)] as const,
      ...Object.entries(deal.waivers).map(
        ([one, reason]) => [`${field.waivers} · ${this.evidence(one)}`, reason] as const,
      ),
      [t.conceal.people, deal.namedPeople.map(({ name }) => name).join(' · ')] as const,
      [field.owner, `${deal.ownerName} · ${deal.departmentName}`] as const,
    ].filter(([, value]) => value);
  });
  protected readonly tags = computed(() => {
    const deal = this.known();
    if (!deal) return [];
    return [
      this.reference.name('clusters', deal.cluster),
      this.reference.name('regions', deal.region),
      this.reference.name('parks', deal.park),
      this.reference.name('chain-nodes', deal.chainNode),
      deal.chainGap ? this.labels().chainGap[deal.chainGap] : '',
    ].filter(Boolean);
  });

  private readonly tabs = viewChild<ElementRef<HTMLElement>>('tabs');

  constructor() {
    // A document is evidence, whichever part of the page was open when it arrived.
    inject(Uploads).whenArrived(this.id, () => this.reread());
    // On a phone the open tab may lie beside the screen.
    afterRenderEffect(() => {
      this.shown();
      const current = this.tabs()?.nativeElement.querySelector('[aria-current]');
      current?.scrollIntoView({ block: 'nearest', inline: 'center' });
    });
  }

  protected evidence(one: string): string {
    const words: Record<string, string> = this.labels().evidence;
    return words[one] ?? one;
  }

  /** What a stage was called when the deal moved there. */
  protected nameThen(stage: AnyDealStage, names: StageChange['fromName']): string {
    return names?.[this.language.current()] ?? this.labels().dealStage[stage];
  }

  /** The evidence of the way that was there at a move; null where none was kept. */
  protected shownThen({ to, evidence: facts }: StageChange): readonly Evidence[] | null {
    if (!isOnRoad(to) || Object.keys(facts).length === 0) return null;
    const missing = missingEvidence(facts as unknown as DealFacts, stagesUpTo(to));
    const asked = new Set<Evidence>(stagesUpTo(to).flatMap((stage) => evidence[stage]));
    return [...asked].filter((one) => !missing.includes(one));
  }

  protected listed(list: readonly string[]): string {
    return list.map((one) => this.evidence(one)).join(' · ');
  }

  /** What of a stage's evidence is there, for the eye and for the ear. */
  protected evidenceOf({ asked, missing }: { asked: number; missing: readonly Evidence[] }): string {
    const t = this.t();
    return missing.length === 0
      ? t.evidenceAll
      : `${t.evidenceAt(asked - missing.length, asked)} · ${t.evidenceMissing(this.listed(missing))}`;
  }

  protected refresh(): void {
    this.moving.set(false);
    this.concealing.set(false);
    this.deal.reload();
    this.moves.reload();
    this.changes.update((count) => count + 1);
  }

  protected async remove(): Promise<void> {
    const [t, id] = [this.t(), this.id()];
    try {
      await this.notices.remove({
        type: 'deal',
        id,
        ask: { title: t.removeAsk, text: t.removeHint },
        done: t.removed,
        restored: t.restored,
        work: () => this.client.remove(id),
        after: () => this.router.navigate(['/deals']),
        back: () => this.router.navigate(['/deals', id]),
      });
    } catch (error) {
      this.notices.failed(error);
    }
  }

  /** The deal as it stands now, under whatever window is open. */
  protected reread(): void {
    this.deal.reload();
    this.noteChange();
  }

  /** Something that hangs on the deal changed, and the deal itself did not. */
  protected noteChange(): void {
    this.changes.update((count) => count + 1);
  }

  /** Promised dates matter from signing on, or as soon as one was given. */
  protected showsMilestones(deal: Deal): boolean {
    return rankOf(this.standsAt(deal)) >= rankOf('signed') || promisedDates.some((name) => deal[name] !== null);
  }

  private standsAt({ stage, stageLeft }: Deal): DealStage {
    return isOnRoad(stage) ? stage : (stageLeft ?? 'negotiating');
  }

  private may(
    permission: 'deal.update' | 'deal.move' | 'deal.override' | 'deal.conceal' | 'deal.delete' | 'problem.create',
  ): boolean {
    const deal = this.known();
    return deal !== null && mayOn(this.session, permission, deal);
  }
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
