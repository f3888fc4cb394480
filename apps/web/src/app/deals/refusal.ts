import { HttpErrorResponse } from '@angular/common/http';
import { type FieldError, type ProblemDetails, problems, type ProblemType } from '@torch/contracts';

/** A refusal made of what the server said, for a window that knows its objections by other names. */
export function refusal(kind: string, errors: FieldError[]): HttpErrorResponse {
  const { status, title } = problems[kind as ProblemType] ?? problems['rule-broken'];
  const problem: ProblemDetails = { type: `/problems/${kind}`, title, status, errors };
  return new HttpErrorResponse({ status, error: problem });
}
