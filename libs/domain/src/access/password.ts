/** Rules for passwords after 等保2.0 level 3 (GB/T 22239): length, classes, history, age. */
export const passwordRules = { minLength: 10, maxLength: 200, classes: 3, history: 5 } as const;

export type PasswordFlaw = 'too-short' | 'too-long' | 'too-few-classes' | 'contains-username';

const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

/** What is wrong with a new password; nothing means it is acceptable. History is checked where the hashes are. */
export function passwordFlaws(password: string, username: string): PasswordFlaw[] {
  const flaws: PasswordFlaw[] = [];
  const length = [...password].length;
  if (length < passwordRules.minLength) flaws.push('too-short');
  if (length > passwordRules.maxLength) flaws.push('too-long');
  if (classes.filter((pattern) => pattern.test(password)).length < passwordRules.classes) flaws.push('too-few-classes');
  if (username.length >= 3 && password.toLowerCase().includes(username.toLowerCase())) flaws.push('contains-username');
  return flaws;
}
