import { signal } from '@angular/core';
import { describe, expect, it } from 'vitest';
import { answered } from './kept';

/** An answer as a resource gives it: gone as soon as something else is asked. */
function reading() {
  const state = signal<{ value?: string; error?: string }>({});
  const question = signal('one');
  return {
    resource: {
      hasValue: () => state().value !== undefined,
      value: () => state().value,
      error: () => state().error,
    },
    question,
    ask: (next: string) => {
      question.set(next);
      state.set({});
    },
    comes: (value: string) => state.set({ value }),
    fails: () => state.set({ error: 'away' }),
  };
}

describe('an answer kept on screen', () => {
  it('stays with its own question while the next is read', () => {
    const { resource, question, ask, comes } = reading();
    const kept = answered(resource, question);
    expect(kept()).toBeUndefined();
    comes('1');
    expect(kept()).toEqual({ value: '1', question: 'one' });
    ask('two');
    expect(kept()).toEqual({ value: '1', question: 'one' });
    comes('2');
    expect(kept()).toEqual({ value: '2', question: 'two' });
  });

  it('goes when the next cannot be read, for it is no answer to that', () => {
    const { resource, question, ask, comes, fails } = reading();
    const kept = answered(resource, question);
    comes('1');
    kept();
    ask('two');
    kept();
    fails();
    expect(kept()).toBeUndefined();
  });

  it('outlives a failure of the same question where that is wanted', () => {
    const { resource, question, ask, comes, fails } = reading();
    const kept = answered(resource, question, (old) => old === question());
    comes('1');
    kept();
    fails();
    expect(kept()?.value).toBe('1');
    ask('two');
    expect(kept()?.value).toBe('1');
    fails();
    expect(kept()).toBeUndefined();
  });
});
