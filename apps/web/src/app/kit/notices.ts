import { ApplicationRef, createComponent, DOCUMENT, EnvironmentInjector, inject, Injectable } from '@angular/core';
import type { recyclable } from '@torch/contracts';
import { NzMessageService } from 'ng-zorro-antd/message';
import { NzModalService } from 'ng-zorro-antd/modal';
import { Api } from '../platform/api';
import { platformWords } from '../platform/platform-words';
import { Problems } from '../platform/problem';
import { UndoBar } from './undo-bar';

interface Deleted {
  text: string;
  undo: string;
  restored: string;
  /** What to do once the record is back. */
  after: () => void;
}

const undoFor = 10_000;

/** Short words to the reader, in words that are already in the reader's language. */
@Injectable({ providedIn: 'root' })
export class Notices {
  private readonly messages = inject(NzMessageService);
  private readonly modals = inject(NzModalService);
  private readonly problems = inject(Problems);
  private readonly words = platformWords();
  private readonly api = inject(Api);
  private readonly app = inject(ApplicationRef);
  private readonly environmentInjector = inject(EnvironmentInjector);
  private readonly document = inject(DOCUMENT);
  private removeBar: () => void = () => undefined;

  /** @param text left out, "saved" */
  done(text = this.words().saved): void {
    this.messages.success(text);
  }

  /** A refusal with its reason already in words. */
  refused(text: string): void {
    this.messages.warning(text, { nzDuration: 6000 });
  }

  failed(error: unknown): void {
    this.messages.error(this.problems.sentence(error), { nzDuration: 6000 });
  }

  confirm(ask: { title: string; text?: string; yes?: string; no?: string }): Promise<boolean> {
    return new Promise((resolve) => {
      this.modals.confirm({
        nzTitle: ask.title,
        nzContent: ask.text ?? '',
        nzOkText: ask.yes ?? this.words().yes,
        nzCancelText: ask.no ?? this.words().cancel,
        nzOnOk: () => resolve(true),
        nzOnCancel: () => resolve(false),
      });
    });
  }

  /** Says that a record was deleted, and for a while offers to bring it back. */
  deleted(type: (typeof recyclable)[number], id: string, words: Deleted): void {
    this.removeBar();
    const bar = createComponent(UndoBar, { environmentInjector: this.environmentInjector });
    bar.setInput('text', words.text);
    bar.setInput('action', words.undo);
    const timer = setTimeout(() => this.removeBar(), undoFor);
    this.removeBar = () => {
      clearTimeout(timer);
      bar.destroy();
      this.removeBar = () => undefined;
    };
    bar.instance.undo.subscribe(() => {
      this.removeBar();
      void this.restore(type, id, words);
    });
    this.app.attachView(bar.hostView);
    this.document.body.append(bar.location.nativeElement as HTMLElement);
  }

  private async restore(type: string, id: string, { restored, after }: Deleted): Promise<void> {
    try {
      await this.api.post(`/recycle-bin/${type}/${id}/restore`);
      this.done(restored);
      after();
    } catch (error) {
      this.failed(error);
    }
  }
}
