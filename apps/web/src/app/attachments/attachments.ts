import { HttpClient } from '@angular/common/http';
import { Component, computed, effect, inject, input, linkedSignal, output } from '@angular/core';
import type { Attachment } from '@torch/contracts';
import { type AttachmentKind, attachmentKinds, type AttachmentSubject, shownInline } from '@torch/domain';
import { Paged } from '@torch/ui';
import { firstValueFrom } from 'rxjs';
import { ListFoot, Notices, Times } from '../kit';
import { Language } from '../platform/language';
import { en } from './attachments.en';
import { zh } from './attachments.zh';
import { pastedFiles } from './pasted';
import { type Upload, Uploads } from './uploads';

/** What a record is most often given first. */
const usual: Record<AttachmentSubject, AttachmentKind> = {
  lead: 'proposal',
  deal: 'proposal',
  visit: 'photo',
  company: 'licence',
};

/** The documents of a record. A file whose upload broke off waits here until it is sent or removed. */
@Component({
  selector: 'crm-attachments',
  imports: [ListFoot],
  templateUrl: './attachments.html',
  styleUrl: './attachments.css',
  host: {
    class: 'card stack',
    '(dragover)': '$event.preventDefault()',
    '(drop)': 'drop($event)',
    '(document:paste)': 'paste($event)',
  },
})
export class Attachments {
  private readonly http = inject(HttpClient);
  private readonly notices = inject(Notices);
  private readonly sending = inject(Uploads);
  private readonly language = inject(Language);
  protected readonly times = inject(Times);
  protected readonly labels = this.language.labels;
  protected readonly t = this.language.words(zh, en);

  readonly subjectType = input.required<AttachmentSubject>();
  readonly subjectId = input.required<string>();
  readonly mayAdd = input(false);
  readonly changed = output();

  protected readonly kinds = attachmentKinds;
  protected readonly kind = linkedSignal<AttachmentKind>(() => usual[this.subjectType()]);
  protected readonly uploads = computed(() => this.sending.of(this.subjectId()));
  protected readonly list = new Paged<Attachment>('/api/v1/attachments', () => ({
    subjectType: this.subjectType(),
    subjectId: this.subjectId(),
    limit: 50,
  }));
  protected readonly rows = computed(() =>
    this.list.items().map((each) => ({
      ...each,
      url: `/api/v1/attachments/${each.id}/content`,
      picture: each.contentType.startsWith('image/') && shownInline(each.contentType),
      inline: shownInline(each.contentType),
    })),
  );

  constructor() {
    effect((onCleanup) => onCleanup(this.sending.show(this.subjectId())));
    this.sending.whenArrived(this.subjectId, () => this.renew());
  }

  protected size(bytes: number): string {
    const [value, unit] = bytes < 1_048_576 ? [bytes / 1_024, 'kilobyte'] : [bytes / 1_048_576, 'megabyte'];
    const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(this.language.current(), style).format(value);
  }

  protected choose(kind: string): void {
    this.kind.set(attachmentKinds.find((each) => each === kind) ?? 'other');
  }

  protected pick(field: HTMLInputElement): void {
    this.take([...(field.files ?? [])]);
    field.value = '';
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.take([...(event.dataTransfer?.files ?? [])]);
  }

  protected paste(event: ClipboardEvent): void {
    const files = pastedFiles(event);
    if (!this.mayAdd() || files.length === 0) return;
    event.preventDefault();
    this.take(files);
  }

  protected again(key: string): void {
    this.sending.again(key);
  }

  protected discard(upload: Upload): void {
    this.sending.discard(upload);
  }

  protected async remove({ id, fileName }: Attachment): Promise<void> {
    const ask = { title: this.t().removeAsk(fileName), text: this.t().removeText, yes: this.t().remove };
    if (!(await this.notices.confirm(ask))) return;
    try {
      await firstValueFrom(this.http.delete(`/api/v1/attachments/${id}`));
      this.notices.done(this.t().removed);
      this.renew();
    } catch (error) {
      this.notices.failed(error);
    }
  }

  private take(files: readonly File[]): void {
    if (!this.mayAdd()) return;
    this.sending.add(files, { subjectType: this.subjectType(), subjectId: this.subjectId(), kind: this.kind() });
  }

  private renew(): void {
    this.list.reload();
    this.changed.emit();
  }
}
