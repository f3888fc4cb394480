import type { ReportTemplate, ReportTemplateParams } from '@torch/contracts';
import { reportKinds, templateFormats } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { originalTemplate } from './template-files';

const columns = `t.id, t.kind, t.locale, t.format, t.file_name AS "fileName", octet_length(t.content) AS size, t.version,
  t.updated_at AS "updatedAt", u.display_name AS "updatedByName"`;
const from = 'report_templates t LEFT JOIN users u ON u.id = t.updated_by';

/** The template of the product, where nothing stands in its place. */
const original = (which: ReportTemplateParams): ReportTemplate => ({
  ...which,
  id: null,
  fileName: null,
  size: null,
  version: 0,
  updatedAt: null,
  updatedByName: null,
});

@Injectable()
export class TemplateQueries {
  constructor(private readonly db: DataSource) {}

  /** Every place for a template, whether something stands there or not. */
  async all(): Promise<ReportTemplate[]> {
    const rows: ReportTemplate[] = await this.db.query(`SELECT ${columns} FROM ${from}`);
    return reportKinds.flatMap((kind) =>
      (['zh-CN', 'en'] as const).flatMap((locale) =>
        templateFormats.map(
          (format) =>
            rows.find((row) => row.kind === kind && row.locale === locale && row.format === format) ??
            original({ kind, locale, format }),
        ),
      ),
    );
  }

  async one(which: ReportTemplateParams, manager: EntityManager = this.db.manager): Promise<ReportTemplate> {
    const [row]: ReportTemplate[] = await manager.query(
      `SELECT ${columns} FROM ${from} WHERE t.kind = $1 AND t.locale = $2 AND t.format = $3`,
      [which.kind, which.locale, which.format],
    );
    return row ?? original(which);
  }

  /** The bytes with which reports are made now. */
  async inUse({ kind, locale, format }: ReportTemplateParams): Promise<Buffer> {
    const [row]: { content: Buffer }[] = await this.db.query(
      'SELECT content FROM report_templates WHERE kind = $1 AND locale = $2 AND format = $3',
      [kind, locale, format],
    );
    return row?.content ?? originalTemplate(kind, locale, format);
  }
}
