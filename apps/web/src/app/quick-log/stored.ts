/** Text that stays on the device. A full or forbidden storage must not stop the work, so it says whether it kept it. */
export function writeStored(place: string, value: object | null): boolean {
  try {
    if (value === null) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** What lies at the place; null when nothing does, or nothing readable. */
export function readStored<T extends object>(place: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null') as T | null;
  } catch {
    return null;
  }
}
