import { labels } from '@torch/contracts';
import { dayNumber } from '@torch/domain';
import type { Content, CustomTableLayout, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces';
import { runsOf } from '../platform/pdf/fonts';
import { dateIn } from '../platform/time';
import type { Dossier } from './dossier.queries';
import { type DossierLanguage, wordsOf } from './dossier.words';

export interface Printing {
  language: DossierLanguage;
  /** The reader's zone: times on paper are theirs, as on the page. */
  timeZone: string;
  printedBy: string;
  now: Date;
}

const red = '#b3261e';
const grey = '#57534e';

/** A text in the fonts that can print it. */
const said = (text: string, style: object = {}): Content => ({ text: runsOf(text), ...style });

/** One visit on paper (会面资料): what its hosts need in the hand, on one page, or two where there is much. */
export function dossierDocument(
  dossier: Dossier,
  { language, timeZone, printedBy, now }: Printing,
): TDocumentDefinitions {
  const { visit, codename, company, contacts, deals, promises } = dossier;
  const words = wordsOf[language];
  const names = labels[language === 'zh' ? 'zh-CN' : 'en'];
  const instant = (at: string | Date) =>
    new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
      timeZone,
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(new Date(at));
  const clock = (at: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
      new Date(at),
    );
  const day = (on: string) =>
    new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: 'UTC', dateStyle: 'medium' }).format(
      new Date(`${on}T00:00Z`),
    );
  const country = (code: string) =>
    new Intl.DisplayNames([language === 'zh' ? 'zh-CN' : 'en'], { type: 'region' }).of(code) ?? code;
  const people = (list: readonly { name: string; title: string | null }[]) =>
    list.map(({ name, title }) => said([name, title].filter(Boolean).join(' · '), { margin: [0, 0, 0, 1] }));
  const section = (heading: string, content: Content[]): Content[] =>
    content.length === 0 ? [] : [said(heading, { style: 'heading', headlineLevel: 1 }), ...content];
  const facts = (rows: readonly (readonly [name: string, value: string | null])[]): Content[] => {
    const body = rows
      .filter((row): row is readonly [string, string] => Boolean(row[1]))
      .map(([name, value]): TableCell[] => [said(name, { color: grey }) as TableCell, said(value) as TableCell]);
    return body.length === 0 ? [] : [{ layout: 'noBorders', table: { widths: [72, '*'], body } }];
  };

  const tiers = language === 'zh' ? company?.tiersZh : company?.tiersEn;
  const whom = codename ?? visit.companyName;
  const end = visit.endsAt;
  const dayOf = (at: string) => dayNumber(dateIn(timeZone, new Date(at)));
  // First and last day both count; of a visit without an end it is not known.
  const days = end === null ? 0 : dayOf(end) - dayOf(visit.startsAt) + 1;
  const times = [instant(visit.startsAt), end && (days === 1 ? clock(end) : instant(end))].filter(Boolean).join(' – ');
  return {
    pageSize: 'A4',
    pageMargins: [42, 40, 42, 44],
    info: { title: `${words.title} ${codename ?? visit.subject}` },
    defaultStyle: { font: 'Hans', fontSize: 9.5, lineHeight: 1.15, color: '#1c1917' },
    styles: { heading: { bold: true, fontSize: 11, color: red, margin: [0, 9, 0, 3] } },
    footer: (page, pages) =>
      said(`${words.printed(printedBy, instant(now))}    ${page}/${pages}`, {
        alignment: 'right',
        color: grey,
        fontSize: 8,
        margin: [42, 12, 42, 0],
      }),
    content: [
      ...(codename ? [said(words.confidential, { bold: true, color: red, margin: [0, 0, 0, 4] })] : []),
      said(`${words.title} · ${names.visitKind[visit.kind]}`, { color: grey }),
      said(codename ?? visit.subject, { bold: true, fontSize: 17, margin: [0, 2, 0, 2] }),
      ...(codename ? [] : [said(whom, { fontSize: 12, margin: [0, 0, 0, 4] })]),
      {
        canvas: [{ type: 'line', x1: 0, y1: 0, x2: 511, y2: 0, lineWidth: 1.2, lineColor: red }],
        margin: [0, 2, 0, 5],
      },
      ...facts([
        [words.when, days > 1 ? words.lasting(times, days) : times],
        [words.where, [visit.city, visit.location].filter(Boolean).join(' · ')],
        [words.purpose, visit.purpose],
        [words.lead, visit.leadCode],
        [words.owner, visit.ownerName],
        [words.vehicles, visit.vehicles],
        [words.materials, visit.materials],
      ]),
      ...section(
        words.itinerary,
        visit.itinerary.length === 0
          ? []
          : [
              {
                layout: ruled,
                table: {
                  widths: [64, 130, '*'],
                  body: visit.itinerary.map(({ time, place, what }) => [
                    said(time, { bold: true }) as TableCell,
                    said(place) as TableCell,
                    said(what) as TableCell,
                  ]),
                },
              },
            ],
      ),
      ...(visit.hosts.length + visit.guests.length === 0
        ? []
        : [
            {
              columnGap: 20,
              columns: [
                { stack: section(words.hosts, people(visit.hosts)) },
                { stack: section(words.guests, people(visit.guests)) },
              ],
            } satisfies Content,
          ]),
      ...section(words.talkingPoints, visit.talkingPoints ? [said(visit.talkingPoints)] : []),
      ...section(words.results, visit.results ? [said(visit.results)] : []),
      ...section(
        words.promises,
        promises.length === 0
          ? [said(words.none, { color: grey })]
          : [
              {
                ul: promises.map((promise) => {
                  const whom = promise.contactName ?? promise.toName;
                  const about = [
                    names.promiseCategory[promise.category],
                    words.due(day(promise.dueOn)),
                    whom && words.to(whom),
                    words.by(promise.promisedBy),
                  ].filter(Boolean);
                  return {
                    text: [
                      ...runsOf(promise.what),
                      ...runsOf(`  ${about.join(' · ')}`).map((run) => ({ ...run, color: grey })),
                      ...(promise.overdue
                        ? runsOf(`  ${words.overdue}`).map((run) => ({ ...run, bold: true, color: red }))
                        : []),
                    ],
                  };
                }),
              },
            ],
      ),
      ...section(
        words.deals,
        deals.map(({ code, title, stage, since, totalInvestment }) =>
          said(
            [
              code,
              title,
              `${names.dealStage[stage]} ${words.since(day(since))}`,
              totalInvestment && grouped(totalInvestment),
            ]
              .filter(Boolean)
              .join(' · '),
          ),
        ),
      ),
      ...section(
        words.company,
        company
          ? [
              said([company.name, company.nameLocal, company.nameEn].filter(distinct).join(' · '), {
                bold: true,
                margin: [0, 0, 0, 2],
              }),
              ...facts([
                [words.country, country(company.country)],
                [words.registrationNumber, company.registrationNumber],
                [words.tiers, (tiers ?? []).join(words.separator)],
                [words.parent, company.parentName],
                [words.website, company.website],
                [words.address, company.address],
              ]),
              ...(company.profile ? [said(company.profile, { margin: [0, 2, 0, 0] })] : []),
            ]
          : [],
      ),
      ...section(
        words.contacts,
        contacts.map(({ name, title, phone }) => said([name, title, phone].filter(Boolean).join(' · '))),
      ),
    ],
  };
}

const ruled: CustomTableLayout = {
  hLineWidth: (line) => (line === 0 ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => '#d6d3d1',
  paddingLeft: () => 0,
};

const distinct = (name: string | null, index: number, all: (string | null)[]) => name && all.indexOf(name) === index;

/** `1200000.00 USD` with its thousands told apart; never through a floating-point number. */
const grouped = ({ amount, currency }: { amount: string; currency: string }) =>
  `${amount.replace(/\.00$/, '').replace(/\B(?=(\d{3})+(?!\d))/g, ',')} ${currency}`;
