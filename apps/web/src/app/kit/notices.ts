import { ApplicationRef, createComponent, DOCUMENT, EnvironmentInjector, inject, Injectable } from '@angular/core';
import type { recyclable } from '@torch/contracts';
import { NzMessageService } from 'ng-zorro-antd/message';
import { NzModalService } from 'ng-zorro-antd/modal';
import { Api } from '../platform/api';
import { platformWords } from '../platform/platform-words';
import { Problems } from '../platform/problem';
import { UndoBar } from './undo-bar';

interface Removal {
  type: (typeof recyclable)[number];
  id: string;
  ask: { title: string; text: string };
  done: string;
  restored: string;
  work: () => Promise<void>;
  after: () => unknown;
  back: () => unknown;
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

  /** Says what was done, and for a while offers to take it back. */
  undoable(text: string, takeBack: () => Promise<unknown>): void {
    this.offer(text, this.words().undo, takeBack);
  }

  /**
   * Says something, and for a while offers what can be done about it.
   * @param lasts how long, in milliseconds
   */
  offer(text: string, action: string, work: () => unknown, lasts = undoFor): void {
    this.removeBar();
    const bar = createComponent(UndoBar, { environmentInjector: this.environmentInjector });
    bar.setInput('text', text);
    bar.setInput('action', action);
    const timer = setTimeout(() => this.removeBar(), lasts);
    this.removeBar = () => {
      clearTimeout(timer);
      bar.destroy();
      this.removeBar = () => undefined;
    };
    bar.instance.undo.subscribe(() => {
      this.removeBar();
      Promise.resolve(work()).catch((error: unknown) => this.failed(error));
    });
    this.app.attachView(bar.hostView);
    this.document.body.append(bar.location.nativeElement as HTMLElement);
  }

  /**
   * Asks, deletes, and offers the record's return from the recycle bin.
   * @param after where to go once it is gone
   * @param back where to go once it is back
   * @throws whatever the server refused, for a page that has better words for it
   */
  async remove({ type, id, ask, done, restored, work, after, back }: Removal): Promise<void> {
    if (!(await this.confirm({ ...ask, yes: this.words().remove }))) return;
    await work();
    await after();
    this.undoable(done, async () => {
      await this.api.post(`/recycle-bin/${type}/${id}/restore`);
      this.done(restored);
      await back();
    });
  }
}
