import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces';
import { fontFiles } from './fonts';

const own = new Set<string>(Object.values(fontFiles).flatMap(({ normal, bold }) => [normal, bold]));

pdfmake.setFonts(fontFiles);
// What is printed comes from the fields of records: nothing in it may fetch anything or read files.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => own.has(path));

/** The finished page as bytes; its fonts are embedded, cut down to the characters used. */
export const print = (document: TDocumentDefinitions): Promise<Buffer> => pdfmake.createPdf(document).getBuffer();
