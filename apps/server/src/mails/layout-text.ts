import type { MailActs, MailParts, MailItem, MailList, MailTable } from './content';
import { clean, oneLine } from './plain';

/** Columns that a character takes on a terminal or in a monospaced mail program: Chinese ones take two. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (width, character) =>
      width + (/[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]|[\u{20000}-\u{3ffff}]/u.test(character) ? 2 : 1),
    0,
  );
const padEnd = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)));
const padStart = (text: string, width: number) => ' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** Several lines keep together by being set in. */
const setIn = (text: string) => clean(text).split('\n').join('\n  ');

function itemLines({ what, code, when, mark, note, link }: MailItem): string[] {
  const about = [code, when, mark?.text].filter((each) => each).map((each) => oneLine(each as string));
  return [
    `- ${oneLine(what)}`,
    ...(about.length > 0 ? [`  ${about.join(' | ')}`] : []),
    ...(note ? [`  ${setIn(note)}`] : []),
    ...(link ? [`  ${link}`] : []),
  ];
}

const listLines = ({ title, items, total, more }: MailList): string[] => [
  `== ${oneLine(title)} (${total}) ==`,
  ...items.flatMap(itemLines),
  ...(more ? [`- ${more.text}${more.link ? `: ${more.link}` : ''}`] : []),
];

function tableLines({ title, columns, rows, total, note }: MailTable): string[] {
  const all = [{ name: columns[0] ?? '', values: columns.slice(1) }, ...rows, ...(total ? [total] : [])];
  const nameWidth = Math.max(...all.map(({ name }) => widthOf(oneLine(name))));
  const widths = columns.slice(1).map((_, index) => Math.max(...all.map(({ values }) => widthOf(values[index] ?? ''))));
  return [
    `== ${oneLine(title)} ==`,
    ...all.map(({ name, values }) =>
      [padEnd(oneLine(name), nameWidth), ...widths.map((width, index) => padStart(values[index] ?? '', width))].join(
        '  ',
      ),
    ),
    ...(note ? [note] : []),
  ];
}

const actLines = ({ label, links }: MailActs): string[] =>
  label
    ? [label, ...links.map((link) => `- ${link.label}: ${link.href}`)]
    : links.map((link) => `${link.label}: ${link.href}`);

/** The mail for who reads without pages: whole addresses, nothing that only a look would tell. */
export function layoutText(mail: MailParts): string {
  const parts: string[][] = [
    [oneLine(mail.heading)],
    mail.intro.map(clean),
    mail.rows.map(({ name, value, mark }) => `${name}: ${setIn(value)}${mark ? ` (${mark.text})` : ''}`),
    mail.earlier ? [clean(mail.earlier)] : [],
    ...mail.sections.map((section) => (section.kind === 'list' ? listLines(section) : tableLines(section))),
    mail.warning ? [clean(mail.warning)] : [],
    mail.open ? [`${mail.open.label}: ${mail.open.href}`] : [],
    ...mail.acts.map(actLines),
    mail.actsNote ? [mail.actsNote] : [],
    ['--', mail.why, ...mail.footLinks.map((link) => `${link.label}: ${link.href}`)],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
