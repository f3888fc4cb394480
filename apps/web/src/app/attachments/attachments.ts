import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import type { Attachment } from '@torch/contracts';
import { type AttachmentKind, attachmentKinds, type AttachmentSubject, shownInline } from '@torch/domain';
import { Paged } from '@torch/ui';
import { firstValueFrom } from 'rxjs';
import { ListFoot, Notices, Times } from '../kit';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { en } from './attachments.en';
import { zh } from './attachments.zh';
import { send, type UploadError, UploadFailure, type UploadState } from './upload';

interface Upload {
  key: string;
  file: File;
  kind: AttachmentKind;
  state: UploadState;
  percent: number;
  error: UploadError | null;
  abort: AbortController;
}

/** What a record is most often given first. */
const usual: Record<AttachmentSubject, AttachmentKind> = {
  lead: 'proposal',
  deal: 'proposal',
  visit: 'photo',
  company: 'licence',
};

/** The documents of a record. A file whose upload broke off stays here until it is sent or removed. */
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
  private readonly session = inject(Session);
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
  protected readonly uploads = signal<readonly Upload[]>([]);
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
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.take(files);
  }

  protected again({ key }: Upload): void {
    void this.run(key);
  }

  protected discard({ key, abort }: Upload): void {
    this.uploads.update((all) => all.filter((each) => each.key !== key));
    abort.abort();
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
    const added = files.map((file): Upload => ({
      key: crypto.randomUUID(),
      file,
      kind: this.kind(),
      state: 'waiting',
      percent: 0,
      error: null,
      abort: new AbortController(),
    }));
    this.uploads.update((all) => [...all, ...added]);
    // One after another: a phone's connection is not wider for three.
    void added.reduce((before, { key }) => before.then(() => this.run(key)), Promise.resolve());
  }

  private async run(key: string): Promise<void> {
    const upload = this.uploads().find((each) => each.key === key);
    if (!upload) return;
    const abort = new AbortController();
    this.note(key, { state: 'sending', percent: 0, error: null, abort });
    const target = { subjectType: this.subjectType(), subjectId: this.subjectId(), kind: upload.kind };
    const progress = (share: number) => this.note(key, { percent: Math.round(share * 100) });
    try {
      const userId = this.session.me()?.id ?? '';
      const { fileName } = await send(upload.file, target, { key, userId, progress, abort: abort.signal });
      this.uploads.update((all) => all.filter((each) => each.key !== key));
      this.notices.done(this.t().uploaded(fileName));
      this.renew();
    } catch (error) {
      this.note(key, { state: 'failed', error: error instanceof UploadFailure ? error.reason : 'other' });
    }
  }

  private note(key: string, change: Partial<Upload>): void {
    this.uploads.update((all) => all.map((each) => (each.key === key ? { ...each, ...change } : each)));
  }

  private renew(): void {
    this.list.reload();
    this.changed.emit();
  }
}
