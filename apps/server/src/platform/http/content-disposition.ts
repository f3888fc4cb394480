/** How a file comes, and what it is called in every script. */
export const contentDisposition = (how: 'inline' | 'attachment', fileName: string): string =>
  `${how}; filename="${plain(fileName)}"; filename*=UTF-8''${encoded(fileName)}`;

/** For clients that know no other script (RFC 6266, appendix D): what would have to be escaped is left out too. */
const plain = (name: string) =>
  [...name].map((sign) => (/[\x20-\x7e]/.test(sign) && !/["\\%]/.test(sign) ? sign : '_')).join('');

/** RFC 8187: everything but the plain characters by its bytes. */
const encoded = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
