import type { ProblemDetails } from '@torch/contracts';
import type { QuickLogWords } from './quick-log.zh';

/** Where the server's paths stand on the screen. */
const fields: Record<string, string> = {
  companyId: 'company',
  'company.nameZh': 'company',
  'company.nameEn': 'company',
  'company.nameLocal': 'company',
  'company.region': 'companyRegion',
  'company.registrationNumber': 'registrationNumber',
  'contact.name': 'contactName',
  'contact.phone': 'contactPhone',
  contactIds: 'contactName',
  'visit.startsAt': 'metAt',
  'visit.subject': 'said',
  'visit.minutes': 'said',
  'followUp.title': 'next',
  'followUp.dueAt': 'dueAt',
  'lead.title': 'leadTitle',
  'lead.channel': 'channel',
};

/** The server's objections by field of the screen. */
export function quickLogFlaws({ errors }: ProblemDetails, words: QuickLogWords): Record<string, string> {
  const known: Record<string, string> = words.error;
  return Object.fromEntries(
    errors.map(({ path, code }) => {
      const field = fields[path] ?? path;
      return [field, code === 'too_big' ? words.error.tooLong : (known[field] ?? words.error.refused)];
    }),
  );
}
