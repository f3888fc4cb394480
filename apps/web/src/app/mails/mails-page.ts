import { Component, computed, inject, signal } from '@angular/core';
import type { Mail, MailPage } from '@torch/contracts';
import { mailStates } from '@torch/domain';
import { EmptyState, ErrorState, Loading, Paged, PageHeader } from '@torch/ui';
import type * as z from 'zod';
import { Api, base } from '../platform/api';
import { Feedback } from '../platform/feedback';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Problems } from '../platform/problem';
import { en } from './mails.en';
import { zh } from './mails.zh';

/** What went, what waits, and why. */
@Component({
  selector: 'crm-mails-page',
  imports: [EmptyState, ErrorState, InstantPipe, Loading, PageHeader],
  templateUrl: './mails-page.html',
})
export class MailsPage {
  private readonly api = inject(Api);
  private readonly feedback = inject(Feedback);
  protected readonly language = inject(Language);
  protected readonly problems = inject(Problems);

  protected readonly t = this.language.words(zh, en);
  protected readonly common = platformWords();
  protected readonly states = mailStates;
  protected readonly state = signal('');
  protected readonly list = new Paged<Mail>(`${base}/mails`, () => ({ state: this.state() || undefined }));
  protected readonly serverMissing = computed(
    () => (this.list.last() as z.infer<typeof MailPage> | undefined)?.serverConfigured === false,
  );

  protected async retry(mail: Mail): Promise<void> {
    try {
      await this.api.post(`/mails/${mail.id}/retry`);
    } catch (error) {
      this.feedback.failed(error);
    }
    this.list.reload();
  }
}
