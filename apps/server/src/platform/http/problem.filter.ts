import { Problem, type ProblemType, problems } from '@torch/contracts';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isConnectionError } from '../database/data-source';

const log = new Logger('problem');

const byStatus: Partial<Record<number, ProblemType>> = {
  400: 'malformed',
  404: 'not-found',
  413: 'too-large',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
};

/** Every error becomes a problem of the catalogue (RFC 9457); what is not in it is our own fault, and logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    this.answer(error, request, host.switchToHttp().getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = asProblem(error);
    const { status, title } = problems[problem.type];
    if (problem.type === 'internal') log.error({ err: error, requestId: request.id }, 'unexpected error');
    if (problem.type === 'unavailable') void reply.header('retry-after', '5');
    void reply
      .status(status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(
        JSON.stringify({ type: `/problems/${problem.type}`, title, status, instance: request.id, ...problem.extra }),
      );
  }
}

/** What of the catalogue an error is; what is not in it is our own fault. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isConnectionError(error)) return new Problem('unavailable');
  const database = databaseProblem(error);
  if (database) return database;
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
  const type = status === undefined ? undefined : byStatus[status];
  if (type) return new Problem(type, { detail: (error as Error).message });
  if (status !== undefined && status >= 400 && status < 500)
    return new Problem('malformed', { detail: (error as Error).message });
  return new Problem('internal');
}

/** Constraints of the database that a request can run into, and the field they speak of. */
function databaseProblem(error: unknown): Problem | null {
  const {
    code,
    detail = '',
    constraint = '',
  } = ((error as { driverError?: object }).driverError ?? {}) as {
    code?: string;
    detail?: string;
    constraint?: string;
  };
  const column = /\(([a-z_]+)[,)]/.exec(detail)?.[1] ?? constraint;
  const path = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  switch (code) {
    case '23503': // foreign key: pointing at nothing, or removing what is pointed at
      return detail.includes('is still referenced')
        ? new Problem('in-use')
        : Problem.field('rule-broken', path, 'unknown', 'there is no such entry');
    case '23505':
      return Problem.field('already-exists', path, 'taken', 'this value is taken');
    case '23514': // values that do not fit together, such as days out of order
      return Problem.field('rule-broken', path, 'out-of-order', 'these values do not fit together');
    case '40001':
    case '40P01':
      return new Problem('unavailable', { detail: 'two requests got in each other’s way; send it again' });
    case '22P05':
    case '22021':
      return new Problem('malformed', { detail: 'the text holds characters that cannot be kept, such as NUL' });
    case '22007':
    case '22008':
    case '22P02':
      return new Problem('malformed', { detail: 'a value lies outside what can be kept, such as the year 0' });
    default:
      return null;
  }
}
