import type {
  MailActs,
  MailParts,
  MailItem,
  MailLink,
  MailList,
  MailMark,
  MailRow,
  MailTable,
  MailTone,
} from './content';
import { clean, escape, oneLine, shortened } from './plain';

/**
 * Mail programs are no browsers: Outlook sets tables and nothing else, webmails drop the head, phones have 360 px. So
 * the light look stands inline on every element, tables carry the columns, and what the head adds may be missing: it
 * turns the colours for the dark, by the same class names.
 */
const light = {
  ground: '#f6f5f3',
  sheet: '#ffffff',
  line: '#e2dfda',
  edge: '#8c867d',
  ink: '#1c1a17',
  soft: '#5c5750',
  accent: '#b3261e',
  onAccent: '#ffffff',
  bad: '#b3261e',
  badSoft: '#fbeae8',
  warn: '#8a5300',
  warnSoft: '#fdf0d9',
};
const dark: typeof light = {
  ground: '#151412',
  sheet: '#1e1c1a',
  line: '#3a3733',
  edge: '#8c867d',
  ink: '#f1eeea',
  soft: '#b9b3aa',
  accent: '#ff8a7d',
  onAccent: '#2b0b08',
  bad: '#ff8a7d',
  badSoft: '#3b2320',
  warn: '#f2bd6b',
  warnSoft: '#3a2c14',
};

/** What each class says in the colours of the light or the dark. */
const looks = {
  ground: (of: typeof light) => ({ 'background-color': of.ground }),
  sheet: (of: typeof light) => ({ 'background-color': of.sheet, 'border-color': of.line }),
  line: (of: typeof light) => ({ 'border-color': of.line }),
  bar: (of: typeof light) => ({ 'background-color': of.accent }),
  badge: (of: typeof light) => ({ 'background-color': of.accent, color: of.onAccent }),
  ink: (of: typeof light) => ({ color: of.ink }),
  soft: (of: typeof light) => ({ color: of.soft }),
  link: (of: typeof light) => ({ color: of.accent }),
  act: (of: typeof light) => ({ color: of.ink, 'border-color': of.edge }),
  bad: (of: typeof light) => ({ color: of.bad }),
  warn: (of: typeof light) => ({ color: of.warn }),
  'bad-mark': (of: typeof light) => ({ color: of.bad, 'background-color': of.badSoft }),
  'warn-mark': (of: typeof light) => ({ color: of.warn, 'background-color': of.warnSoft }),
  'plain-mark': (of: typeof light) => ({ color: of.soft, 'background-color': of.ground }),
  warning: (of: typeof light) => ({ color: of.ink, 'background-color': of.badSoft, 'border-color': of.bad }),
};
type Look = keyof typeof looks;

const css = (declarations: Record<string, string>, ending = '') =>
  Object.entries(declarations)
    .map(([name, value]) => `${name}:${value}${ending}`)
    .join(';');

/** Classes and inline style of an element; the colours come last, so that a border's own colour stands. */
const as = (look: Look | readonly Look[], style = '') => {
  const all = typeof look === 'string' ? [look] : look;
  const colours = Object.assign({}, ...all.map((each) => looks[each](light))) as Record<string, string>;
  return `class="${all.map((each) => `t-${each}`).join(' ')}" style="${style}${style && ';'}${css(colours)}"`;
};

const darkRules = Object.entries(looks);
const head = `<style>
${`:root{color-scheme:light dark;supported-color-schemes:light dark}
a:hover{text-decoration:underline!important}
@media (max-width:480px){.t-around{padding:0!important}.t-inside{padding-left:20px!important;padding-right:20px!important}}
@media (prefers-color-scheme:dark){${darkRules.map(([name, look]) => `.t-${name}{${css(look(dark), '!important')}}`).join('')}}`}
${
  // Outlook on the web marks what it has darkened itself, and keeps no media query.
  darkRules.map(([name, look]) => `[data-ogsc] .t-${name}{${css(look(dark), '!important')}}`).join('')
}
</style>
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>*{font-family:'Microsoft YaHei','Segoe UI',Arial,sans-serif!important}table{border-collapse:collapse}</style><![endif]-->`;

const fonts = {
  'zh-CN': `'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',Arial,sans-serif`,
  en: `'Segoe UI','Helvetica Neue',Arial,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif`,
};

const presentation = 'role="presentation" border="0" cellpadding="0" cellspacing="0"';
/** Long words and addresses break rather than widen the page. */
const breaks = 'overflow-wrap:anywhere;word-break:break-word';
const lines = (text: string) => clean(text).split('\n').map(escape).join('<br>');
/** Outlook ignores the padding of a link; spaces that only it sees stand in. */
const onlyOutlook = '<!--[if mso]>&nbsp;&nbsp;&nbsp;<![endif]-->';

const toned = (tone: MailTone): Look => (tone === 'plain' ? 'ink' : tone);

const mark = ({ text, tone }: MailMark) =>
  `<span ${as(`${tone}-mark`, 'padding:1px 6px;border-radius:4px;font-weight:600;white-space:nowrap')}>${escape(oneLine(text))}</span>`;

const row = ({ name, value, tone = 'plain', mark: mine }: MailRow) =>
  `<tr><td valign="top" ${as('soft', 'padding:5px 16px 5px 0;white-space:nowrap;vertical-align:top')}>${escape(oneLine(name))}</td>` +
  `<td width="100%" valign="top" ${as(toned(tone), `padding:5px 0;vertical-align:top;${tone === 'plain' ? '' : 'font-weight:600;'}${breaks}`)}>${lines(value)}${mine ? ` ${mark(mine)}` : ''}</td></tr>`;

function item({ what, code, when, mark: mine, note, link }: MailItem): string {
  const title = escape(oneLine(what));
  const about = [
    ...(code ? [`<span style="white-space:nowrap">${escape(oneLine(code))}</span>`] : []),
    ...(when ? [`<span>${escape(oneLine(when))}</span>`] : []),
  ];
  const small = `padding-top:2px;font-size:13px;line-height:22px;${breaks}`;
  return (
    `<tr><td ${as('line', `padding:11px 0;border-top:1px solid;${breaks}`)}>` +
    `<div ${as('ink', 'font-weight:600')}>${link ? `<a href="${escape(link)}" ${as('link', 'text-decoration:none')}>${title}</a>` : title}</div>` +
    (about.length > 0 || mine
      ? `<div ${as('soft', small)}>${about.join(' &middot; ')}${mine ? ` ${mark(mine)}` : ''}</div>`
      : '') +
    (note ? `<div ${as('soft', small)}>${lines(note)}</div>` : '') +
    `</td></tr>`
  );
}

const title = (text: string, count?: number) =>
  `<h2 ${as('ink', 'margin:0 0 10px;font-size:16px;line-height:24px;font-weight:700')}>${escape(oneLine(text))}${
    count === undefined ? '' : ` <span ${as('soft', 'font-weight:400')}>${count}</span>`
  }</h2>`;

const more = ({ text, link }: { text: string; link: string | null }) =>
  `<tr><td ${as('line', 'padding:11px 0;border-top:1px solid;font-size:14px')}>${
    link
      ? `<a href="${escape(link)}" ${as('link', 'text-decoration:none')}>${escape(text)}</a>`
      : `<span ${as('soft')}>${escape(text)}</span>`
  }</td></tr>`;

const list = (section: MailList) =>
  title(section.title, section.total) +
  `<table ${presentation} width="100%">${section.items.map(item).join('')}${section.more ? more(section.more) : ''}</table>`;

function table({ title: heading, columns, rows, total, note }: MailTable): string {
  const number = (value: string, style: string) =>
    `<td align="right" valign="top" ${as(['ink', 'line'], `padding:8px 0 8px 7px;border-top:1px solid;white-space:nowrap;${style}`)}>${escape(value)}</td>`;
  const line = ({ name, values }: { name: string; values: readonly string[] }, style = '') =>
    `<tr><th scope="row" align="left" width="38%" valign="top" ${as(['ink', 'line'], `padding:8px 0;border-top:1px solid;font-weight:400;${breaks};${style}`)}>${escape(oneLine(name))}</th>` +
    `${values.map((value) => number(oneLine(value), style)).join('')}</tr>`;
  const small = 'font-size:12px;line-height:16px;font-weight:400;vertical-align:bottom';
  const heads = columns.map((column, index) =>
    index === 0
      ? `<th scope="col" align="left" valign="bottom" ${as('soft', `padding:0 0 6px;${small};${breaks}`)}>${escape(oneLine(column))}</th>`
      : `<th scope="col" align="right" valign="bottom" ${as('soft', `padding:0 0 6px 7px;white-space:nowrap;${small}`)}>${escape(oneLine(column))}</th>`,
  );
  return (
    title(heading) +
    `<table border="0" cellpadding="0" cellspacing="0" width="100%" style="width:100%;font-size:14px;font-variant-numeric:tabular-nums"><thead><tr>${heads.join('')}</tr></thead>` +
    `<tbody>${rows.map((each) => line(each)).join('')}${total ? line(total, 'font-weight:700') : ''}</tbody></table>` +
    (note ? `<p ${as('soft', 'margin:8px 0 0;font-size:13px;line-height:20px')}>${lines(note)}</p>` : '')
  );
}

const button = ({ label, href }: MailLink) =>
  `<table ${presentation}><tr><td ${as('badge', 'border-radius:6px;mso-padding-alt:12px 28px')} bgcolor="${light.accent}">` +
  `<a href="${escape(href)}" ${as('badge', 'display:inline-block;padding:12px 28px;border-radius:6px;font-size:16px;line-height:22px;font-weight:600;text-decoration:none')}>${escape(label)}</a></td></tr></table>`;

const acts = ({ label, links }: MailActs) =>
  `<div style="padding-top:16px">${label ? `<div ${as('soft', 'padding-bottom:6px;font-size:14px')}>${escape(label)}</div>` : ''}${links
    .map(
      (link) =>
        `<a href="${escape(link.href)}" ${as('act', 'display:inline-block;margin:0 8px 8px 0;padding:8px 14px;border:1px solid;border-radius:6px;font-size:14px;line-height:22px;text-decoration:none')}>${onlyOutlook}${escape(link.label)}${onlyOutlook}</a>`,
    )
    .join('\n')}</div>`;

const paragraph = (text: string) => `<p ${as('ink', `margin:0 0 12px;${breaks}`)}>${lines(text)}</p>`;

/** A band of the sheet, with the margin of the whole left and right. */
const band = (inside: string, padding: string) =>
  `<tr><td class="t-inside" style="padding:${padding}">${inside}</td></tr>`;

/** The mail as a page. `subject` is the line as sent, `product` whose mail it is. */
export function layoutHtml(mail: MailParts, subject: string, product: { name: string; badge: string }): string {
  const main = [
    `<h1 ${as('ink', `margin:0 0 12px;font-size:20px;line-height:28px;font-weight:700;${breaks}`)}>${escape(oneLine(mail.heading))}</h1>`,
    ...mail.intro.map(paragraph),
    mail.rows.length > 0 ? `<table ${presentation} width="100%">${mail.rows.map(row).join('')}</table>` : '',
    mail.earlier
      ? `<p ${as('soft', `margin:12px 0 0;font-size:14px;line-height:22px;${breaks}`)}>${lines(mail.earlier)}</p>`
      : '',
  ].join('');
  const warning =
    mail.warning &&
    `<table ${presentation} width="100%"><tr><td ${as('warning', `padding:12px 16px;border-left:4px solid;${breaks}`)} bgcolor="${light.badSoft}">${lines(mail.warning)}</td></tr></table>`;
  const doing = [
    ...(mail.open ? [button(mail.open)] : []),
    ...mail.acts.map(acts),
    ...(mail.actsNote ? [`<div ${as('soft', 'font-size:13px;line-height:20px')}>${escape(mail.actsNote)}</div>`] : []),
  ].join('');
  const foot =
    `<p ${as('soft', 'margin:0')}>${lines(mail.why)}</p>` +
    (mail.footLinks.length > 0
      ? `<p style="margin:8px 0 0">${mail.footLinks
          .map(
            ({ label, href }) =>
              `<a href="${escape(href)}" ${as('soft', 'display:inline-block;padding:4px 16px 4px 0;text-decoration:underline')}>${escape(label)}</a>`,
          )
          .join(' ')}</p>`
      : '');
  const font = `font-family:${fonts[mail.locale]}`;
  return `<!doctype html>
<html lang="${mail.locale}" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<meta name="x-apple-disable-message-reformatting">
<title>${escape(subject)}</title>
${head}
</head>
<body ${as('ground', 'margin:0;padding:0;width:100%;-webkit-text-size-adjust:100%')} bgcolor="${light.ground}">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;color:${light.ground}">${escape(shortened(oneLine(mail.preheader), 140))}${'&#847;&zwnj;&nbsp;'.repeat(40)}</div>
<div role="main" lang="${mail.locale}">
<table ${presentation} width="100%" ${as('ground', `${font};font-size:15px;line-height:24px`)} bgcolor="${light.ground}"><tr><td class="t-around" align="center" style="padding:24px 8px">
<!--[if mso]><table ${presentation} width="600"><tr><td><![endif]-->
<table ${presentation} width="100%" ${as('sheet', `max-width:600px;border:1px solid;${font};font-size:15px;line-height:24px;text-align:left`)} bgcolor="${light.sheet}">
<tr><td height="4" ${as('bar', 'height:4px;font-size:0;line-height:0')} bgcolor="${light.accent}">&nbsp;</td></tr>
${band(
  `<table ${presentation} width="100%"><tr><td width="28" height="28" align="center" aria-hidden="true" ${as('badge', 'width:28px;height:28px;border-radius:6px;font-size:16px;line-height:28px;font-weight:700')} bgcolor="${light.accent}">${escape(product.badge)}</td>` +
    `<td ${as('ink', 'padding-left:10px;font-weight:700')}>${escape(product.name)}</td>` +
    `<td align="right" ${as('soft', 'font-size:13px')}>${escape(oneLine(mail.kind))}</td></tr></table>`,
  '16px 24px 0',
)}
${band(main, '20px 24px 0')}
${mail.sections.map((section) => band(section.kind === 'list' ? list(section) : table(section), '24px 24px 0')).join('\n')}
${warning ? band(warning, '20px 24px 0') : ''}
${doing ? band(doing, '24px 24px 0') : ''}
<tr><td class="t-inside" style="padding:24px 24px 24px"><table ${presentation} width="100%"><tr><td ${as('line', `padding-top:14px;border-top:1px solid;font-size:13px;line-height:20px;${breaks}`)}>${foot}</td></tr></table></td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</div>
</body>
</html>
`;
}
