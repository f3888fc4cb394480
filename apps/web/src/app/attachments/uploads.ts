import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Notices } from '../kit';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import { en } from './attachments.en';
import { zh } from './attachments.zh';
import { send, type Target, type UploadError, UploadFailure, type UploadState } from './upload';

export interface Upload {
  /** The same for every try, so that one that arrived after all is not kept twice. */
  key: string;
  file: File;
  target: Target;
  /** Whose it is: nobody who signs in after them sees or sends it. */
  userId: string;
  state: UploadState;
  percent: number;
  error: UploadError | null;
  abort: AbortController;
}

/** How long the offer to try again stands, in milliseconds; the file itself stays with its record until it is removed. */
const offerFor = 60_000;

/** All uploads of the page, whichever of its parts is open: one that runs goes on, and one that failed waits here. */
@Injectable({ providedIn: 'root' })
export class Uploads {
  private readonly session = inject(Session);
  private readonly notices = inject(Notices);
  private readonly t = inject(Language).words(zh, en);

  private readonly all = signal<readonly Upload[]>([]);
  private readonly arrivals = signal<Readonly<Record<string, number>>>({});
  private readonly running = computed(() => this.all().some(({ state }) => state !== 'failed'));
  /** Records whose uploads are on screen. */
  private readonly shown = new Set<string>();
  private queue: Promise<void> = Promise.resolve();

  constructor() {
    addEventListener('beforeunload', (event) => {
      if (this.running()) event.preventDefault();
    });
  }

  /** The reader's uploads to a record that have not arrived. */
  of(subjectId: string): readonly Upload[] {
    const me = this.session.me()?.id;
    return this.all().filter(({ target, userId }) => target.subjectId === subjectId && userId === me);
  }

  /** Does something each time a file has arrived at a record. Called in an injection context. */
  whenArrived(subject: () => string, work: () => void): void {
    let seen: { id: string; count: number } | null = null;
    effect(() => {
      const id = subject();
      const count = this.arrivals()[id] ?? 0;
      if (seen?.id === id && count > seen.count) untracked(work);
      seen = { id, count };
    });
  }

  /** While a record's uploads are on screen their failure is seen there. @returns what ends it */
  show(subjectId: string): () => void {
    this.shown.add(subjectId);
    return () => this.shown.delete(subjectId);
  }

  add(files: readonly File[], target: Target): void {
    const userId = this.session.me()?.id ?? '';
    const added = files.map((file): Upload => ({
      key: crypto.randomUUID(),
      file,
      target,
      userId,
      state: 'waiting',
      percent: 0,
      error: null,
      abort: new AbortController(),
    }));
    this.all.update((all) => [...all, ...added]);
    for (const { key } of added) this.enqueue(key);
  }

  again(key: string): void {
    if (this.find(key)?.state !== 'failed') return;
    this.note(key, { state: 'waiting', percent: 0, error: null });
    this.enqueue(key);
  }

  discard({ key, abort }: Upload): void {
    this.all.update((all) => all.filter((each) => each.key !== key));
    abort.abort();
  }

  /** One after another: a phone's connection is not wider for three. */
  private enqueue(key: string): void {
    this.queue = this.queue.then(() => this.run(key));
  }

  private find(key: string): Upload | undefined {
    return this.all().find((each) => each.key === key);
  }

  private async run(key: string): Promise<void> {
    const upload = this.find(key);
    if (upload?.state !== 'waiting') return;
    const { file, target, userId } = upload;
    const abort = new AbortController();
    this.note(key, { state: 'sending', percent: 0, error: null, abort });
    const progress = (share: number) => this.note(key, { percent: Math.round(share * 100) });
    try {
      const { fileName } = await send(file, target, { key, userId, progress, abort: abort.signal });
      this.all.update((all) => all.filter((each) => each.key !== key));
      this.arrivals.update((all) => ({ ...all, [target.subjectId]: (all[target.subjectId] ?? 0) + 1 }));
      this.notices.done(this.t().uploaded(fileName));
    } catch (error) {
      this.failed(key, error instanceof UploadFailure ? error.reason : 'other');
    }
  }

  private failed(key: string, error: UploadError): void {
    this.note(key, { state: 'failed', error });
    const upload = this.find(key);
    if (!upload || this.shown.has(upload.target.subjectId)) return;
    const text = this.t().failed(upload.file.name, this.t().error[error]);
    this.notices.offer(text, this.t().again, () => this.again(key), offerFor);
  }

  private note(key: string, change: Partial<Upload>): void {
    this.all.update((all) => all.map((each) => (each.key === key ? { ...each, ...change } : each)));
  }
}
