import { createHash } from 'node:crypto';
import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to the request at hand, wherever the code is: for events and idempotency. */
export interface RequestContext {
  requestId: string;
  /** Network address that the request came from. */
  address?: string;
  /** By what other way than the product's own pages somebody acts; every event of the request tells it. */
  via?: 'mail';
  /** Set for a POST with an `Idempotency-Key`: its answer is kept in the transaction of the write. */
  idempotency?: { key: string; fingerprint: string };
}

export const requestContext = new AsyncLocalStorage<RequestContext>();

/** Makes what came in by other ways than the body, such as a file, part of what the request is known by when it is repeated. */
export function alsoKnownBy(facts: unknown): void {
  const idempotency = requestContext.getStore()?.idempotency;
  if (!idempotency) return;
  const { fingerprint } = idempotency;
  idempotency.fingerprint = createHash('sha256')
    .update(`${fingerprint}\n${JSON.stringify(facts)}`)
    .digest('hex');
}

/** For an act of several transactions in one request: none of them may keep its own answer as that of the whole. */
export const withoutKey = <T>(work: () => Promise<T>): Promise<T> => {
  const { requestId = '' } = requestContext.getStore() ?? {};
  return requestContext.run({ requestId }, work);
};
