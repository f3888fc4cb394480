import { Problem } from '@torch/contracts';
import { reachOf } from '@torch/domain';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Access, accessKey, forEveryoneSignedIn } from './decorators';
import { demandSameOrigin } from './same-origin';
import { Authenticator, type SignedInRequest } from './signed-in';

const asksOnly = (method: string) => method === 'GET' || method === 'HEAD';

/** Who may enter a handler at all; whether this record too is asked where the record is. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const access = this.reflector.get<Access | undefined>(accessKey, context.getHandler());
    if (!access) throw new Problem('not-allowed');
    if (!asksOnly(request.method)) demandSameOrigin(request);
    if ('public' in access) return true;

    const signedIn = await this.authenticator.authenticate(request);
    if (!signedIn) throw new Problem('not-signed-in');
    // A page that was opened by somebody else, before another tab signed in anew, must not write in this one's name.
    const speaksFor = request.headers['x-user-id'];
    if (speaksFor !== undefined && speaksFor !== signedIn.actor.id) throw new Problem('not-signed-in');
    request.signedIn = signedIn;
    if (signedIn.readOnly && !asksOnly(request.method))
      throw new Problem('not-allowed', { detail: 'this token may only read' });
    if (signedIn.mustChangePassword && access.permission !== forEveryoneSignedIn)
      throw new Problem('password-change-required');
    if (!reachOf(signedIn.actor.role, access.permission)) throw new Problem('not-allowed');
    return true;
  }
}
