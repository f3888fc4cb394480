/** What a document is to the record on which it hangs. */
export const attachmentKinds = [
  'proposal',
  'agreement',
  'licence',
  'permit',
  'land_contract',
  'lease',
  'environmental_approval',
  'voucher',
  'minutes',
  'photo',
  'other',
] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** Records on which documents hang. */
export const attachmentSubjects = ['lead', 'deal', 'visit', 'company'] as const;
export type AttachmentSubject = (typeof attachmentSubjects)[number];

/** Whether the document was looked at by a virus scanner; one that was found infected is not kept at all. */
export const attachmentScans = ['clean', 'not_scanned'] as const;
export type AttachmentScan = (typeof attachmentScans)[number];

/** Types of files that may be kept, by what their first bytes say, each with the ending under which it is given out. */
export const fileTypes: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  // The older office files, of Word, Excel, PowerPoint and WPS alike: their ending tells them apart.
  'application/x-cfb': '',
  'application/rtf': 'rtf',
  'application/zip': 'zip',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/tiff': 'tif',
  'video/mp4': 'mp4',
  'text/plain': 'txt',
};

/** Endings under which an older office file may be given out. */
const olderOffice = ['doc', 'xls', 'ppt', 'wps', 'et', 'dps', 'msg'];

/** Types that a browser may show in its window; everything else is only given out as a file. */
export const shownInline = (contentType: string): boolean =>
  ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'application/pdf'].includes(contentType);

/**
 * The name under which a file is kept: the one it came with, without path, control characters and trailing dots, and with
 * the ending that its content has, so that a renamed program cannot pose as a picture.
 * @param contentType one of `fileTypes`
 */
export function safeFileName(given: string, contentType: string): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  // Marks that turn the direction of writing can make "exe" look like "pdf".
  const plain = last
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/[. ]+$/, '')
    .trim();
  const dot = plain.lastIndexOf('.');
  const [base, ending] = dot > 0 ? [plain.slice(0, dot), plain.slice(dot + 1).toLowerCase()] : [plain, ''];
  const name = [...(base.replace(/^\.+/, '') || 'file')].slice(0, 120).join('');
  const known = fileTypes[contentType] ?? 'bin';
  if (known === '') return `${name}.${olderOffice.includes(ending) ? ending : 'doc'}`;
  const same = known === ending || (known === 'jpg' && ending === 'jpeg') || (known === 'tif' && ending === 'tiff');
  if (known === 'txt' && ['csv', 'md', 'txt'].includes(ending)) return `${name}.${ending}`;
  return `${name}.${same ? ending : known}`;
}
