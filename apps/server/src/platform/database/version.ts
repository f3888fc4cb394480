import { Problem } from '@torch/contracts';

/**
 * Two people editing one record see each other's change instead of overwriting it.
 * @throws Problem `stale` with the record as it now stands in `current`
 */
export async function demandVersion(
  record: { version: number },
  given: number,
  current: () => Promise<object>,
): Promise<void> {
  if (record.version === given) return;
  throw new Problem('stale', {
    detail: 'the record was changed meanwhile; look at its present state in `current`',
    current: await current(),
  });
}
