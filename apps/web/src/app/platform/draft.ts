import { effect, type WritableSignal } from '@angular/core';

const prefix = 'torch.draft.';

/** What is kept of a form on this device, so that a dead battery or a lost network loses nothing. */
export function keptDraft<T>(name: string): T | null {
  const text = localStorage.getItem(prefix + name);
  if (!text) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

export const forgetDraft = (name: string): void => localStorage.removeItem(prefix + name);

/** Keeps every change of the draft; called in an injection context. `blank` is not worth keeping. */
export function keepDraft<T>(name: () => string | null, draft: WritableSignal<T>, isWorthKeeping: () => boolean): void {
  effect(() => {
    const [key, value] = [name(), draft()];
    if (key && isWorthKeeping()) localStorage.setItem(prefix + key, JSON.stringify(value));
  });
}
