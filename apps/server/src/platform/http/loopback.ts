import type { FastifyRequest } from 'fastify';

const addresses = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const forwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded'] as const;

/** Whether the request comes from this very machine, and not through a proxy on it: by the socket, which nobody can forge. */
export const isFromHere = ({ raw, headers }: Pick<FastifyRequest, 'raw' | 'headers'>): boolean =>
  addresses.has(raw.socket.remoteAddress ?? '') && forwarded.every((name) => headers[name] === undefined);
