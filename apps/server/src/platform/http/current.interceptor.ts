import { Problem } from '@torch/contracts';
import { type CallHandler, type ExecutionContext, Injectable, Logger, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { catchError, type Observable } from 'rxjs';
import { type Answer, returnsKey } from './decorators';

const log = new Logger('problem');

/** A refusal may carry the record as it now stands in `current`: of that, too, only what the schema names leaves the building. */
@Injectable()
export class CurrentInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof Problem) || !('current' in error.extra)) throw error;
        const { current, ...extra } = error.extra;
        const answer = this.reflector.get<Answer | undefined>(returnsKey, context.getHandler());
        const shown = (answer?.current ?? answer?.schema)?.safeParse(current);
        // The refusal itself still holds; what does not fit the schema stays here.
        if (!shown?.success)
          log.error(`a record in \`current\` does not fit the schema of ${context.getHandler().name}`);
        throw new Problem(error.type, { ...extra, ...(shown?.success && { current: shown.data }) });
      }),
    );
  }
}
