import { HttpClient, type HttpErrorResponse } from '@angular/common/http';
import { computed, DestroyRef, effect, inject, signal, untracked } from '@angular/core';
import type { Page } from '@torch/contracts';
import { firstValueFrom, type Subscription } from 'rxjs';

export type Params = Record<string, string | number | boolean | undefined>;

/** Parameters that are set; the rest stays out of the address. */
export const given = (params: Params) =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined && value !== '')) as Record<
    string,
    string | number | boolean
  >;

/** A list that grows page by page: starts anew when its query changes, and keeps what it has when more is asked for. */
export class Paged<T> {
  private readonly http = inject(HttpClient);
  private readonly pages = signal<readonly Page<T>[]>([]);
  private running: Subscription | undefined;

  readonly loading = signal(true);
  readonly error = signal<HttpErrorResponse | null>(null);
  readonly items = computed(() => this.pages().flatMap((page) => page.items));
  readonly last = computed(() => this.pages().at(-1));
  readonly hasMore = computed(() => Boolean(this.last()?.nextCursor));
  readonly isEmpty = computed(() => !this.loading() && !this.error() && this.items().length === 0);

  private readonly url: () => string;

  /**
   * @param url where it is read; a function when it hangs on an input
   * @param query the filters, or undefined while they are not known yet
   */
  constructor(
    url: string | (() => string),
    private readonly query: () => Params | undefined,
  ) {
    this.url = typeof url === 'string' ? () => url : url;
    inject(DestroyRef).onDestroy(() => this.running?.unsubscribe());
    effect(() => {
      this.url();
      const params = this.query();
      untracked(() => this.start(params));
    });
  }

  reload(): void {
    this.start(this.query());
  }

  more(): void {
    const cursor = this.last()?.nextCursor;
    const params = this.query();
    if (cursor && params) this.load({ ...params, cursor }, this.pages());
  }

  /** Reads page after page of what is asked just now, beside what is on screen and whatever is asked there meanwhile. */
  reader(): (limit: number, cursor?: string) => Promise<Page<T>> {
    const [url, query] = [this.url(), this.query()];
    return (limit, cursor) =>
      firstValueFrom(this.http.get<Page<T>>(url, { params: given({ ...query, limit, cursor }) }));
  }

  private start(params: Params | undefined): void {
    if (params) return this.load(params, []);
    this.running?.unsubscribe();
    this.pages.set([]);
  }

  private load(params: Params, before: readonly Page<T>[]): void {
    this.running?.unsubscribe();
    this.loading.set(true);
    this.error.set(null);
    this.running = this.http.get<Page<T>>(this.url(), { params: given(params) }).subscribe({
      next: (page) => {
        this.pages.set([...before, page]);
        this.loading.set(false);
      },
      error: (error: HttpErrorResponse) => {
        this.pages.set(before);
        this.error.set(error);
        this.loading.set(false);
      },
    });
  }
}

/** Choices: all that there are, page after page, so that nobody is left out who comes late in the alphabet. */
export class Whole<T> extends Paged<T> {
  constructor(url: string, query: () => Params | undefined) {
    super(url, () => {
      const params = query();
      return params && { ...params, limit: 200 };
    });
    effect(() => {
      if (this.hasMore() && !this.loading() && !this.error()) untracked(() => this.more());
    });
  }
}
