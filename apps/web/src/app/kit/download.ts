/** Saves what was made in the page as a file on the reader's device. */
export function download(name: string, content: string | Blob, type = 'text/csv'): void {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
