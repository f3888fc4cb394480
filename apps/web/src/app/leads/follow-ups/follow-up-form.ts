import {
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
  type WritableSignal,
} from '@angular/core';
import type { FollowUp, PlannedFollowUps } from '@torch/contracts';
import { Field } from '@torch/ui';
import { InstantInput, NoticeSelect, Notices } from '../../kit';
import { kindOf, problemOf } from '../../platform/problem';
import { leadWords } from '../lead-words';
import { AttemptKeys, inOrder } from './attempt-keys';
import { dueFlaw } from './due-flaw';
import { type About, FollowUpClient } from './follow-up-client';
import { WhenChips } from './when-chips';

/** A dated next step: new, or moved to another day. */
@Component({
  selector: 'crm-follow-up-form',
  imports: [Field, InstantInput, NoticeSelect, WhenChips],
  templateUrl: './follow-up-form.html',
})
export class FollowUpForm {
  private readonly client = inject(FollowUpClient);
  private readonly notices = inject(Notices);
  protected readonly t = leadWords();

  /** What the new one is about. */
  readonly about = input<About>({});
  readonly suggestion = input('');
  /** The one to move; left out, a new one is made. */
  readonly followUp = input<FollowUp>();
  /** The leads for each of which one is planned; left out, it is one follow-up. */
  readonly leadIds = input<readonly string[]>([]);
  /** By which the server knows an attempt for several leads again, though this form was closed in between. */
  readonly attempts = input(new AttemptKeys());
  readonly saved = output();
  /** How the leads fared. */
  readonly planned = output<PlannedFollowUps>();
  /** Somebody else changed the follow-up meanwhile. */
  readonly outdated = output();
  readonly cancelled = output();

  private readonly begun = computed(() => this.followUp()?.id ?? '');
  protected readonly title = this.typed(() => this.followUp()?.title ?? this.suggestion());
  protected readonly dueAt = this.typed(() => this.followUp()?.dueAt ?? '');
  protected readonly notice = this.typed(() => this.followUp()?.noticeMinutes ?? 30);
  protected readonly tried = signal(false);
  /** The time that was refused: it is said at the field until another one is chosen. */
  private readonly refused = signal<{ dueAt: string; why: 'dueAt' | 'duePast' } | null>(null);
  protected readonly dueErrors = computed(() => {
    const refused = this.refused();
    return refused?.dueAt === this.dueAt() ? [this.t().error[refused.why]] : [];
  });
  protected readonly saving = signal(false);
  private readonly key = crypto.randomUUID();

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const [title, dueAt, noticeMinutes] = [this.title().trim(), this.dueAt(), this.notice()];
    const flaw = dueFlaw(dueAt, this.followUp()?.dueAt ?? '', new Date());
    this.refused.set(flaw && { dueAt, why: flaw });
    if (!title || flaw || this.saving()) return;
    this.saving.set(true);
    try {
      const known = this.followUp();
      if (this.leadIds().length > 0) {
        const plan = inOrder({ leadIds: [...this.leadIds()], title, dueAt, noticeMinutes, note: null });
        const answer = await this.client.planFor(plan, this.attempts().of(plan));
        this.attempts().answered(plan);
        this.planned.emit(answer);
        return;
      }
      if (known) await this.client.update(known.id, { version: known.version, title, dueAt, noticeMinutes });
      else await this.client.create({ ...this.about(), title, dueAt, noticeMinutes }, this.key);
      this.notices.done(this.t().saved);
      this.saved.emit();
    } catch (error) {
      this.notices.failed(error);
      // Somebody else changed it: the list shows how it stands now, and what was typed stays here.
      if (kindOf(problemOf(error)) === 'stale') this.outdated.emit();
    } finally {
      this.saving.set(false);
    }
  }

  /** Begins with what is known of this follow-up; a newer version of the same one leaves alone what was typed. */
  private typed<T>(known: () => T): WritableSignal<T> {
    return linkedSignal({ source: this.begun, computation: () => untracked(known) });
  }
}
