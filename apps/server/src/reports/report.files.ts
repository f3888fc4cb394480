import { type Locale, type ReportData, tellReport } from '@torch/contracts';
import { type ReportFormat, slideRows } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { print } from '../platform/pdf/print';
import { fillOffice } from './fill-office';
import { fillSheet } from './fill-sheet';
import { fitSlides } from './fit-slides';
import { reportDocument } from './report.document';
import { rowsShown } from './report.queries';
import { TemplateQueries } from './template.queries';

/** As many rows of a table as a page can bear; a sheet has all that were read. */
const pageRows = 100;

/** Makes files of the figures of a report. */
@Injectable()
export class ReportFiles {
  constructor(private readonly templates: TemplateQueries) {}

  async make(data: ReportData, locale: Locale, format: ReportFormat): Promise<Buffer> {
    if (format === 'pdf') return print(reportDocument(data, locale, pageRows));
    const template = await this.templates.inUse({ kind: data.kind, locale, format });
    switch (format) {
      case 'xlsx':
        return fillSheet(template, tellReport(data, locale, rowsShown));
      case 'docx':
        return fillOffice(template, tellReport(data, locale, pageRows));
      case 'pptx':
        return fillOffice(template, fitSlides(tellReport(data, locale, slideRows)));
    }
  }
}

/** `2026-W48-weekly.xlsx`: plain, so that every mail program and disk takes it. */
export const fileNameOf = ({ kind, period }: ReportData, format: ReportFormat): string =>
  `${period.name}-${kind}.${format}`;
