import type { Actor, Permission } from '@torch/domain';
import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  SerializeOptions,
  SetMetadata,
} from '@nestjs/common';
import type * as z from 'zod';
import type { SignedInRequest } from './signed-in';

export const accessKey = 'torch:access';
export const returnsKey = 'torch:returns';
export const forEveryoneSignedIn = 'account.use' satisfies Permission;

/** What a handler asks of its caller. A handler that says nothing stops the start-up. */
export type Access = { public: true } | { permission: Permission };

export const Requires = (permission: Permission) => SetMetadata(accessKey, { permission } satisfies Access);

/** Open to visitors who have not signed in. */
export const Public = () => SetMetadata(accessKey, { public: true } satisfies Access);

export interface Answer {
  status: number;
  schema: z.ZodType | null;
  /** Shape of the record that a refused stale version is answered with; left out, that of the answer. */
  current?: z.ZodType | undefined;
  /** For an answer that is no JSON. */
  contentType?: string;
}

/** The last gate: only what the schema names leaves the building. */
export const Returns = (schema: z.ZodType, status = 200, { current }: Pick<Answer, 'current'> = {}) =>
  applyDecorators(
    HttpCode(status),
    SerializeOptions({ schema }),
    SetMetadata(returnsKey, { status, schema, current } satisfies Answer),
  );

export const ReturnsNothing = () =>
  applyDecorators(HttpCode(204), SetMetadata(returnsKey, { status: 204, schema: null } satisfies Answer));

const request = (context: ExecutionContext) => context.switchToHttp().getRequest<SignedInRequest>();

/** A file instead of JSON; the handler sends it by itself. */
export const ReturnsFile = (contentType = 'application/octet-stream') =>
  applyDecorators(HttpCode(200), SetMetadata(returnsKey, { status: 200, schema: null, contentType } satisfies Answer));

export const takesFileKey = 'torch:takes-file';

/** The body is multipart/form-data: these fields, then the part `file`. */
export const TakesFile = (fields: z.ZodType) => SetMetadata(takesFileKey, fields);

export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { signedIn } = request(context);
  if (!signedIn) throw new Error('a handler asks for the actor but lets visitors in');
  return signedIn.actor;
});

export const CurrentSignIn = createParamDecorator((_: unknown, context: ExecutionContext) => request(context).signedIn);
