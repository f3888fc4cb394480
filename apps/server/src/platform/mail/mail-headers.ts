import type { MailKind } from '@torch/domain';

/**
 * Headers by which other programs know the mail: no holiday notes come back (RFC 3834, and Exchange's own header), and
 * people may sort by kind (RFC 2919). `host` is the installation's host name.
 */
export const mailHeaders = (kind: MailKind, host: string): Record<string, string> => ({
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
  'List-Id': `<${kind}.torch-crm.${host}>`,
});
