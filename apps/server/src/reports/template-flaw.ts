/** Why a file cannot be a template: what it is not, or what in it is not known. */
export type FlawCode = 'type' | 'too-large' | 'unsafe' | 'unreadable' | 'unknown-field';

/** A template that cannot be taken. */
export class TemplateFlaw extends Error {
  constructor(
    readonly code: FlawCode,
    /** In English, or the names in question. */
    readonly details: readonly string[],
  ) {
    super(`${code}: ${details.join('; ')}`);
  }
}
