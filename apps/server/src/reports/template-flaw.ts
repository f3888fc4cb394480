/** Where the marks of a template do not fit: what begins or ends nowhere, or stands inside of what it must not. */
export type PlaceCode =
  | 'unclosed-loop'
  | 'unopened-loop'
  | 'crossed-loops'
  | 'misplaced-loop'
  | 'nested-loop'
  | 'unclosed-name'
  | 'unopened-name';
/** Why a file cannot be a template: what it is not, or what in it is not known. */
export type FlawCode =
  'type' | 'macros' | 'too-large' | 'too-far' | 'unsafe' | 'unreadable' | 'unknown-field' | PlaceCode;

/** A template that cannot be taken: each thing that stands against it, with the names in question or, in English, why. */
export class TemplateFlaw extends Error {
  readonly flaws: readonly { code: FlawCode; detail: string }[];

  constructor(code: FlawCode, details: readonly string[]);
  constructor(flaws: readonly { code: FlawCode; detail: string }[]);
  constructor(given: FlawCode | readonly { code: FlawCode; detail: string }[], details: readonly string[] = []) {
    const flaws = typeof given === 'string' ? details.map((detail) => ({ code: given, detail })) : given;
    super(flaws.map(({ code, detail }) => `${code}: ${detail}`).join('; '));
    this.flaws = flaws;
  }
}
