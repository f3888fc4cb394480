import { inject } from '@angular/core';
import { Session } from './session';

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

/** @returns false when the device's storage is full or closed */
export function keepDraft(name: string, draft: object): boolean {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export const forgetDraft = (name: string): void => localStorage.removeItem(prefix + name);

/** A form as it was left. */
export interface Draft<D> {
  draft: D;
  /** What the form began from: without it, nobody could tell what was typed from what somebody else changed since. */
  start: D;
  /** Idempotency key: what was sent and never answered is sent under it again, even from a window opened anew. */
  key: string;
}

/** Drafts on this device of who is signed in; whoever comes next finds none of them. Made in an injection context. */
export class Drafts {
  /** Read once: should the session end, what is typed on must still lie where its writer finds it. */
  private readonly writer = inject(Session).me()?.id ?? '';

  kept<D>(name: string): Partial<Draft<D>> | null {
    return keptDraft(this.own(name));
  }

  /** @returns false when the device's storage is full or closed */
  keep<D>(name: string, draft: Draft<D>): boolean {
    return keepDraft(this.own(name), draft);
  }

  forget(name: string): void {
    forgetDraft(this.own(name));
  }

  private own(name: string): string {
    return `${this.writer}.${name}`;
  }
}
