/** Where a paste belongs to what is being written, and not to the page. */
const writing = 'input, textarea, select, [contenteditable], dialog';

/**
 * The files of a paste that is meant for the page: none of one into a field or a window, nor where text came along, as
 * it does from a spreadsheet, which offers a picture of its cells beside them.
 */
export function pastedFiles({ target, clipboardData }: Pick<ClipboardEvent, 'target' | 'clipboardData'>): File[] {
  const isWriting = target instanceof Element && target.closest(writing) !== null;
  if (!clipboardData || isWriting || clipboardData.types.includes('text/plain')) return [];
  return [...clipboardData.files];
}
