import { linkedSignal } from '@angular/core';
import type { read } from '../platform/api';

/** What was read last, kept on screen while the next is read. */
export const kept = <T>(resource: ReturnType<typeof read<T>>) =>
  linkedSignal<T | undefined, T | undefined>({
    source: () => (resource.hasValue() ? resource.value() : undefined),
    computation: (now, before) => now ?? before?.value,
  });
