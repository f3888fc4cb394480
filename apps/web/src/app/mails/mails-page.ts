import { Component, computed, inject, input } from '@angular/core';
import type { Mail, MailPage } from '@torch/contracts';
import { mailStates } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import type * as z from 'zod';
import { addressBar, ListFoot, Notices } from '../kit';
import { Api, base } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { en } from './mails.en';
import { zh } from './mails.zh';

/** What went, what waits, and why. */
@Component({
  selector: 'crm-mails-page',
  imports: [InstantPipe, ListFoot, PageHeader],
  templateUrl: './mails-page.html',
})
export class MailsPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  protected readonly language = inject(Language);

  protected readonly t = this.language.words(zh, en);
  protected readonly common = platformWords();
  protected readonly states = mailStates;
  readonly state = input<string>();
  protected readonly narrow = addressBar();
  private readonly known = computed(() => mailStates.find((state) => state === this.state()));
  protected readonly list = new Paged<Mail>(`${base}/mails`, () => ({ state: this.known() }));
  protected readonly serverMissing = computed(
    () => (this.list.last() as z.infer<typeof MailPage> | undefined)?.serverConfigured === false,
  );

  protected async retry(mail: Mail): Promise<void> {
    try {
      await this.api.post(`/mails/${mail.id}/retry`);
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }
}
