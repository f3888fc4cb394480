import { linkedSignal } from '@angular/core';

/** What is needed of a resource that reads an answer from the server. */
export interface Answering<T> {
  hasValue(): boolean;
  value(): T | undefined;
  error(): unknown;
}

export interface Answered<T, Q> {
  value: T;
  /** What it is the answer to. */
  question: Q;
}

/**
 * What was read last, with what was asked for it, kept on screen while the next is read. Where the next cannot be read it is
 * gone: it answers another question than the one that failed.
 * @param question what is asked now
 * @param outlives whether an answer to that question still stands after the failure
 */
export const answered = <T, Q>(
  resource: Answering<T>,
  question: () => Q,
  outlives: (answeredTo: Q) => boolean = () => false,
) =>
  linkedSignal<{ now: Answered<T, Q> | undefined; failed: boolean }, Answered<T, Q> | undefined>({
    source: () => {
      const value = resource.error() || !resource.hasValue() ? undefined : resource.value();
      return {
        now: value === undefined ? undefined : { value, question: question() },
        failed: Boolean(resource.error()),
      };
    },
    computation: ({ now, failed }, before) => {
      if (now) return now;
      const old = before?.value;
      return old && failed && !outlives(old.question) ? undefined : old;
    },
  });
