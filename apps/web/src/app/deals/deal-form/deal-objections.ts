import type { DealWords } from '../deals.zh';
import { isAmount, isQuantity } from './deal-draft';

/** What the server or the schema says against facts of a deal, in words, each at its field of the form. */
export function dealObjections(
  flaws: readonly { path: string; code: string }[],
  words: DealWords['error'],
): Record<string, string> {
  const known: Record<string, string> = words;
  return Object.fromEntries(
    flaws.map(({ path, code }) => {
      const [field = '', part = ''] = path.split('.');
      return [field === 'waivers' ? `waiver.${part}` : field, wordOf(field, code, words) ?? known[code] ?? words.other];
    }),
  );
}

function wordOf(field: string, code: string, words: DealWords['error']): string | undefined {
  if (code.startsWith('before-') && field === 'on' && code !== 'before-last-move') return words['before-its-day'];
  if (code.startsWith('before-') && field !== 'on')
    return field.startsWith('promised') ? words.promisedOrder : words.order;
  if (code === 'above-total')
    return field === 'contractedForeignCapital' ? words.contractedAboveTotal : words['above-total'];
  if (isAmount(field)) return words.money;
  if (isQuantity(field)) return words.decimal;
  if (field === 'industryCode') return words.industry;
  return field === 'workers' ? words.workers : undefined;
}
