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
