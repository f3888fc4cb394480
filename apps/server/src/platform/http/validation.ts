import { type FieldError, Problem } from '@torch/contracts';
import { StandardSchemaValidationPipe } from '@nestjs/common';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  code?: string;
  keys?: readonly string[];
}

const pathOf = ({ path = [] }: Issue) =>
  path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');

/** Objections of a schema, each at its field. */
export function fieldErrors(issues: readonly Issue[]): FieldError[] {
  return issues.flatMap((issue) => {
    const path = pathOf(issue);
    const code = issue.code ?? 'invalid';
    // An unknown field is reported at the field, not at the object around it.
    if (code === 'unrecognized_keys' && issue.keys)
      return issue.keys.map((key) => ({
        path: path ? `${path}.${key}` : key,
        code: 'unknown_field',
        message: 'unknown field',
      }));
    return [{ path, code, message: issue.message }];
  });
}

/** Checks every body, query and parameter against the schema that its handler names. */
export const validation = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) => {
    const errors = fieldErrors(issues as readonly Issue[]);
    return new Problem('malformed', {
      detail: errors.map(({ path, message }) => `${path}: ${message}`).join('; '),
      errors,
    });
  },
});
