import { Component, inject, signal } from '@angular/core';
import type { DeletedRecord } from '@torch/contracts';
import { EmptyState, ErrorState, Loading, Paged, PageHeader } from '@torch/ui';
import { Api, base } from '../platform/api';
import { Feedback } from '../platform/feedback';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Problems } from '../platform/problem';
import { Session } from '../platform/session';
import { en } from './recycle-bin.en';
import { zh } from './recycle-bin.zh';

@Component({
  selector: 'crm-recycle-bin-page',
  imports: [EmptyState, ErrorState, InstantPipe, Loading, PageHeader],
  templateUrl: './recycle-bin-page.html',
})
export class RecycleBinPage {
  private readonly api = inject(Api);
  private readonly feedback = inject(Feedback);
  protected readonly problems = inject(Problems);

  protected readonly t = inject(Language).words(zh, en);
  protected readonly common = platformWords();
  protected readonly mayRestore = inject(Session).can('recycleBin.restore');
  protected readonly types = ['company', 'contact', 'lead', 'visit', 'followUp'] as const;
  protected readonly type = signal('');
  protected readonly list = new Paged<DeletedRecord>(`${base}/recycle-bin`, () => ({ type: this.type() }));

  protected async restore(record: DeletedRecord): Promise<void> {
    try {
      await this.api.post(`/recycle-bin/${record.type}/${record.id}/restore`);
      this.feedback.done(this.t().restored);
    } catch (error) {
      this.feedback.failed(error);
    }
    this.list.reload();
  }
}
