import type { Actor } from '@torch/domain';
import type { FastifyRequest } from 'fastify';

/** Who is behind a request, and by what. */
export interface SignedIn {
  actor: Actor;
  /** Id of the session, or null for an API token. */
  sessionId: string | null;
  timeZone: string;
  mustChangePassword: boolean;
  /** A token with scope `read` may only ask. */
  readOnly: boolean;
}

export type SignedInRequest = FastifyRequest & { signedIn?: SignedIn };

/** Finds out who is behind a request; implemented where sign-in lives. */
export abstract class Authenticator {
  /** @param idle true where nobody does anything, as in an open stream: the session goes on growing old */
  abstract authenticate(request: FastifyRequest, idle?: boolean): Promise<SignedIn | null>;
}
