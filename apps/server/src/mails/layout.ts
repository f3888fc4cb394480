import type { ComposedMail, MailParts } from './content';
import { layoutHtml } from './layout-html';
import { layoutText } from './layout-text';
import { wordsOf } from './mail-words';
import { oneLine, shortened } from './plain';

/** Mail programs show about so many characters of a subject, and old servers mind longer lines. */
const subjectLength = 120;

/** The content as a mail: the subject in one line, the text, the page. Everything is escaped here and nowhere before. */
export function layoutMail(mail: MailParts): ComposedMail {
  const { product } = wordsOf(mail.locale);
  const subject = shortened(oneLine(`[${product.name}] ${mail.subject}`), subjectLength);
  return { subject, text: layoutText(mail), html: layoutHtml(mail, subject, product) };
}
