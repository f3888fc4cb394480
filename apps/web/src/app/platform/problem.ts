import { HttpErrorResponse } from '@angular/common/http';
import { inject, Injectable, type Signal, signal } from '@angular/core';
import { type FieldError, ProblemDetails } from '@torch/contracts';
import type * as z from 'zod';
import { platformWords } from './platform-words';

/** The server's problem, or null when the server was not reached at all. */
export function problemOf(error: unknown): ProblemDetails | null {
  if (!(error instanceof HttpErrorResponse) || error.status === 0) return null;
  const parsed = ProblemDetails.safeParse(error.error);
  return parsed.success ? parsed.data : null;
}

export const isOffline = (error: unknown): boolean => error instanceof HttpErrorResponse && error.status === 0;

/** The kind of problem: the last part of its type. */
export const kindOf = (problem: ProblemDetails | null): string => problem?.type.split('/').at(-1) ?? '';

/** Objections in the reader's language. */
@Injectable({ providedIn: 'root' })
export class Problems {
  private readonly words = platformWords();

  /** One sentence for the whole. */
  sentence(error: unknown): string {
    const { offline, unexpected, kind } = this.words();
    return isOffline(error) ? offline : (kind[kindOf(problemOf(error))] ?? unexpected);
  }

  field({ code, message }: FieldError): string {
    const { field } = this.words();
    return field[code] ?? `${field['invalid']} (${message})`;
  }

  get check(): string {
    return this.words().check;
  }
}

/** What stands against a form: at its fields, and as a whole. */
export class Objections {
  private readonly problems = inject(Problems);
  private readonly fields = signal<Readonly<Record<string, string[]>>>({});
  readonly whole: Signal<string>;
  private readonly summary = signal('');

  constructor() {
    this.whole = this.summary.asReadonly();
  }

  at(path: string): string[] {
    return this.fields()[path] ?? [];
  }

  clear(): void {
    this.fields.set({});
    this.summary.set('');
  }

  /** Checks the input by the contract, before it is sent. */
  accepts<T>(schema: z.ZodType<T>, input: unknown): input is T {
    this.clear();
    const result = schema.safeParse(input);
    if (result.success) return true;
    const errors = result.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      // An empty required text is "missing" to a person, whatever the schema calls it.
      code: issue.code === 'too_small' || issue.code === 'invalid_type' ? 'required' : issue.code,
      message: issue.message,
    }));
    this.show(errors);
    return false;
  }

  /** Puts the server's objections where they belong. */
  take(error: unknown): void {
    const problem = problemOf(error);
    if (problem && problem.errors.length > 0) this.show(problem.errors);
    else this.summary.set(this.problems.sentence(error));
  }

  private show(errors: readonly FieldError[]): void {
    const fields: Record<string, string[]> = {};
    for (const error of errors) (fields[error.path] ??= []).push(this.problems.field(error));
    this.fields.set(fields);
    this.summary.set(this.problems.check);
    // The first field at fault gets the focus, once the messages stand.
    setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }
}
