import { type Flaw, pathOf } from '../../platform/problem';
import type { LeadWords } from '../leads.zh';

/** Contract paths whose field has another name in the form. */
const fieldOf = (path: string) =>
  path.startsWith('estimatedInvestment') ? 'amount' : path === 'companyId' ? 'company' : path;

/** Objections by field, in the reader's words, whether the contract or the server made them. */
export function leadFlaws(flaws: readonly Flaw[], words: LeadWords): Record<string, string> {
  const known: Record<string, string> = words.error;
  return Object.fromEntries(
    flaws.map((flaw) => {
      const { code } = flaw;
      const field = fieldOf(pathOf(flaw));
      const text = code === 'too_big' ? words.error.tooLong : (known[code] ?? known[field] ?? words.error.other);
      return [field, text];
    }),
  );
}
