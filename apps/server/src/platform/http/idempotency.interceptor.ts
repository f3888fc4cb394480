import { createHash } from 'node:crypto';
import { Problem } from '@torch/contracts';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { catchError, from, type Observable, switchMap } from 'rxjs';
import { DataSource } from 'typeorm';
import { AlreadyAnswered, keptAnswer } from '../database/idempotency';
import { requestContext } from '../request-context';
import type { SignedInRequest } from './signed-in';

const secret = new Set(['password', 'currentPassword', 'newPassword', 'token']);

/** Passwords have no place in a fingerprint that is kept: a fast hash of a short text can be guessed. */
const withoutSecrets = (name: string, value: unknown) => (secret.has(name) ? null : value);

const isMultipart = (type = '') => /^multipart\//i.test(type);

/** Honours `Idempotency-Key` on POST for 24 h: the same request again gets the first one's answer. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly db: DataSource) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const key = request.headers['idempotency-key'];
    const userId = request.signedIn?.actor.id;
    if (request.method !== 'POST' || key === undefined || !userId) return next.handle();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
      throw Problem.field('malformed', 'Idempotency-Key', 'invalid', 'use 1 to 200 visible ASCII characters');

    const asked = createHash('sha256')
      .update(`${request.url}\n${JSON.stringify(request.body ?? null, withoutSecrets)}`)
      .digest('hex');
    const answer = async () => {
      const kept = await keptAnswer(this.db, userId, key);
      if (kept && kept.fingerprint !== (requestContext.getStore()?.idempotency?.fingerprint ?? asked))
        throw new Problem('idempotency-key-reused');
      return kept;
    };
    const store = requestContext.getStore();
    if (store) store.idempotency = { key, fingerprint: asked };
    // What an upload is shows only when its file is there: the handler takes it in, and adds it to the fingerprint.
    if (!isMultipart(request.headers['content-type'])) {
      const kept = await answer();
      if (kept) return from([kept.response]);
    }
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof AlreadyAnswered)) throw error;
        return from(answer()).pipe(
          switchMap((again) => {
            if (!again) throw new Problem('request-in-progress');
            return from([again.response]);
          }),
        );
      }),
    );
  }
}
