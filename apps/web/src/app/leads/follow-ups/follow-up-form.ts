import { Component, inject, input, linkedSignal, output, signal } from '@angular/core';
import type { FollowUp } from '@torch/contracts';
import { Field } from '@torch/ui';
import { Notices, Times } from '../../kit';
import { leadWords } from '../lead-words';
import { FollowUpClient } from './follow-up-client';
import { WhenChips } from './when-chips';

/** A dated next step: new, or moved to another day. */
@Component({
  selector: 'crm-follow-up-form',
  imports: [Field, WhenChips],
  templateUrl: './follow-up-form.html',
})
export class FollowUpForm {
  private readonly client = inject(FollowUpClient);
  private readonly notices = inject(Notices);
  protected readonly times = inject(Times);
  protected readonly t = leadWords();

  /** What the new one is about. */
  readonly about = input<{ leadId?: string; companyId?: string; visitId?: string }>({});
  readonly suggestion = input('');
  /** The one to move; left out, a new one is made. */
  readonly followUp = input<FollowUp>();
  readonly saved = output();
  readonly cancelled = output();

  protected readonly title = linkedSignal(() => this.followUp()?.title ?? this.suggestion());
  protected readonly dueAt = linkedSignal(() => this.followUp()?.dueAt ?? '');
  protected readonly notice = linkedSignal(() => this.followUp()?.noticeMinutes ?? 30);
  protected readonly choices = [0, 30, 60, 1440] as const;
  protected readonly tried = signal(false);
  protected readonly saving = signal(false);
  private readonly key = crypto.randomUUID();

  protected noticeWord(minutes: number): string {
    const words: Record<string, string> = this.t().noticeChoices;
    return words[minutes] ?? String(minutes);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const [title, dueAt, noticeMinutes] = [this.title().trim(), this.dueAt(), this.notice()];
    if (!title || !dueAt) return;
    this.saving.set(true);
    try {
      const known = this.followUp();
      if (known) await this.client.update(known.id, { version: known.version, title, dueAt, noticeMinutes });
      else await this.client.create({ ...this.about(), title, dueAt, noticeMinutes }, this.key);
      this.notices.done(this.t().saved);
      this.saved.emit();
    } catch (error) {
      this.notices.failed(error);
    } finally {
      this.saving.set(false);
    }
  }
}
