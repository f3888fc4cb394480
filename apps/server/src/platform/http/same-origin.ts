import { Problem } from '@torch/contracts';
import type { FastifyRequest } from 'fastify';

/**
 * Defence against cross-site request forgery, beside the SameSite cookie: a browser always says where
 * a writing request comes from. Clients that are no browsers send neither header and carry no ambient cookie.
 * @throws Problem `foreign-origin`
 */
export function demandSameOrigin(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  const { origin } = request.headers;
  if (site === undefined && origin === undefined) return;
  if (site === undefined && origin !== undefined && hostOf(origin) === request.host) return;
  throw new Problem('foreign-origin');
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
