import { inject, Injectable } from '@angular/core';
import { NzMessageService } from 'ng-zorro-antd/message';
import { NzModalService } from 'ng-zorro-antd/modal';
import { platformWords } from './platform-words';
import { Problems } from './problem';

/** Short words to the user: done, failed, really? */
@Injectable({ providedIn: 'root' })
export class Feedback {
  private readonly messages = inject(NzMessageService);
  private readonly modals = inject(NzModalService);
  private readonly words = platformWords();
  private readonly problems = inject(Problems);

  /** @param sentence in the reader's language; left out, "saved" */
  done(sentence = this.words().saved): void {
    this.messages.success(sentence);
  }

  failed(error: unknown): void {
    this.messages.error(this.problems.sentence(error), { nzDuration: 6000 });
  }

  confirm(question: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.modals.confirm({
        nzTitle: question,
        nzOkText: this.words().yes,
        nzCancelText: this.words().cancel,
        nzOnOk: () => resolve(true),
        nzOnCancel: () => resolve(false),
      });
    });
  }
}
