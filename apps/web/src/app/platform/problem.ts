import { HttpErrorResponse } from '@angular/common/http';
import { inject, Injectable, type Signal, signal } from '@angular/core';
import { ProblemDetails } from '@torch/contracts';
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

/** What stands against one field, whether the contract or the server says so. */
export interface Flaw {
  path: string | readonly PropertyKey[];
  code: string;
}

export const pathOf = ({ path }: Flaw): string => (typeof path === 'string' ? path : path.join('.'));

/** Objections in the reader's language. */
@Injectable({ providedIn: 'root' })
export class Problems {
  private readonly words = platformWords();

  /** One sentence for the whole; of a rule, what stands against it, where there are words for that. */
  sentence(error: unknown): string {
    const { offline, unexpected, kind, field } = this.words();
    if (isOffline(error)) return offline;
    const problem = problemOf(error);
    const is = kindOf(problem);
    const rule = is === 'rule-broken' ? field[problem?.errors[0]?.code ?? ''] : undefined;
    return rule ?? kind[is] ?? unexpected;
  }

  /** One sentence for a field; for a code that has none, that the field is not right. */
  field(code: string): string {
    const { field } = this.words();
    // An empty required text is "missing" to a person, whatever the schema calls it.
    const known = code === 'too_small' || code === 'invalid_type' ? 'required' : code;
    return field[known] ?? field['invalid'] ?? '';
  }

  byField(flaws: readonly Flaw[]): Record<string, string> {
    return Object.fromEntries(flaws.map((flaw) => [pathOf(flaw), this.field(flaw.code)]));
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
    this.show(result.error.issues);
    return false;
  }

  /** Puts the server's objections where they belong. */
  take(error: unknown): void {
    const problem = problemOf(error);
    if (problem && problem.errors.length > 0) this.show(problem.errors);
    else this.summary.set(this.problems.sentence(error));
  }

  private show(flaws: readonly Flaw[]): void {
    const fields: Record<string, string[]> = {};
    for (const flaw of flaws) (fields[pathOf(flaw)] ??= []).push(this.problems.field(flaw.code));
    this.fields.set(fields);
    this.summary.set(this.problems.check);
    // The first field at fault gets the focus, once the messages stand.
    setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }
}
