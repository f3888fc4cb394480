import { Component, computed, inject, input } from '@angular/core';
import type { DeletedRecord } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { addressBar, ListFoot, Notices } from '../kit';
import { Api, base } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Session } from '../platform/session';
import { en } from './recycle-bin.en';
import { zh } from './recycle-bin.zh';

/** What was deleted and can still come back. */
@Component({
  selector: 'crm-recycle-bin-page',
  imports: [InstantPipe, ListFoot, PageHeader],
  templateUrl: './recycle-bin-page.html',
})
export class RecycleBinPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);

  protected readonly t = inject(Language).words(zh, en);
  protected readonly common = platformWords();
  protected readonly mayRestore = inject(Session).can('recycleBin.restore');
  protected readonly types = ['company', 'contact', 'lead', 'deal', 'visit', 'followUp'] as const;
  readonly type = input<string>();
  protected readonly narrow = addressBar();
  private readonly known = computed(() => this.types.find((type) => type === this.type()));
  protected readonly list = new Paged<DeletedRecord>(`${base}/recycle-bin`, () => ({ type: this.known() }));

  protected async restore(record: DeletedRecord): Promise<void> {
    try {
      await this.api.post(`/recycle-bin/${record.type}/${record.id}/restore`);
      this.notices.done(this.t().restored);
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }
}
