import * as z from 'zod';

/** Every way the API says no (RFC 9457). The key is the last part of the `type` URI. */
export const problems = {
  malformed: { status: 400, title: 'The request does not fit the schema' },
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'wrong-credentials': { status: 401, title: 'User name or password is wrong' },
  'not-allowed': { status: 403, title: 'Not permitted' },
  'foreign-origin': { status: 403, title: 'The request comes from another site' },
  'password-change-required': { status: 403, title: 'Change the password first' },
  'not-found': { status: 404, title: 'No such record' },
  stale: { status: 409, title: 'Somebody else changed the record meanwhile' },
  'in-use': { status: 409, title: 'Still in use; retire it instead' },
  'already-exists': { status: 409, title: 'A record with this value exists already' },
  'company.registered': { status: 409, title: 'A company with this registration number exists already' },
  'company.similar': { status: 409, title: 'Companies with similar names exist; confirm that this is another one' },
  'already-claimed': { status: 409, title: 'Somebody else has taken it meanwhile' },
  'setup-closed': { status: 409, title: 'The installation is already set up' },
  'request-in-progress': { status: 409, title: 'A request with this Idempotency-Key is still running' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'Send JSON' },
  'rule-broken': { status: 422, title: 'A rule stands against this' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'too-many-requests': { status: 429, title: 'Too many attempts; wait a while' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  'scanner-unavailable': { status: 503, title: 'The virus scanner cannot be reached just now; try again shortly' },
  unavailable: { status: 503, title: 'The database cannot be reached just now; try again shortly' },
} as const;
export type ProblemType = keyof typeof problems;

/** One objection to one field: where, a stable code for translation, and an English sentence. */
export const FieldError = z.object({ path: z.string(), code: z.string(), message: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** Thrown wherever the API says no; the filter turns it into an answer. */
export class Problem extends Error {
  constructor(
    readonly type: ProblemType,
    readonly extra: { detail?: string; errors?: FieldError[]; [member: string]: unknown } = {},
  ) {
    super(extra.detail ?? problems[type].title);
  }

  /** One field is at fault. */
  static field(type: ProblemType, path: string, code: string, message: string): Problem {
    return new Problem(type, { detail: message, errors: [{ path, code, message }] });
  }
}

export const ProblemDetails = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z.array(FieldError).default([]),
});
export type ProblemDetails = z.infer<typeof ProblemDetails>;
