import { createHash } from 'node:crypto';
import { Problem, type ReportTemplate, type ReportTemplateParams } from '@torch/contracts';
import { type Actor, changesBetween, safeFileName, templateFields } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Config } from '../platform/config';
import { type Transaction, UnitOfWork } from '../platform/database/unit-of-work';
import { demandVersion } from '../platform/database/version';
import { contentTypes } from './content-types';
import { checkOffice } from './fill-office';
import { checkSheet } from './fill-sheet';
import { checkOfficeFile } from './office-file';
import { sampleReport } from './sample-report';
import { TemplateFlaw } from './template-flaw';
import { TemplateQueries } from './template.queries';

/** The forms of reports, kept by the administrator, who sees no figures in them. */
@Injectable()
export class TemplateService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: TemplateQueries,
    private readonly config: Config,
  ) {}

  /**
   * Has reports made from this file from now on. It is looked through and filled once before it is kept.
   * @param version of the template that it stands in the place of; 0 for the product's own
   * @throws Problem `rule-broken` at `file`, `stale`
   */
  async replace(
    actor: Actor,
    which: ReportTemplateParams,
    version: number,
    file: Buffer,
    name: string,
  ): Promise<ReportTemplate> {
    await this.demandUsable(which, file);
    return this.work.run(actor, 'reportTemplate.edit', async (tx) => {
      const before = await this.lock(tx, which);
      await demandVersion(before, version, () => this.queries.one(which, tx.manager));
      const id = before.id ?? uuid();
      const fileName = safeFileName(name, contentTypes[which.format]);
      const sha256 = createHash('sha256').update(file).digest('hex');
      await tx.query(
        `INSERT INTO report_templates (id, kind, locale, format, file_name, sha256, content, updated_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE SET file_name = excluded.file_name, sha256 = excluded.sha256, content = excluded.content,
           updated_by = excluded.updated_by, updated_at = now(), version = report_templates.version + 1`,
        [id, which.kind, which.locale, which.format, fileName, sha256, file, tx.actorId],
      );
      await tx.record(before.id ? 'reportTemplate.updated' : 'reportTemplate.created', {
        subjectType: 'reportTemplate',
        subjectId: id,
        changes: changesBetween({ fileName: before.fileName, size: before.size }, { fileName, size: file.length }),
        data: { ...which, sha256 },
      });
      return this.queries.one(which, tx.manager);
    });
  }

  /** Has reports made from the product's own template again. @throws Problem `stale` */
  reset(actor: Actor, which: ReportTemplateParams, version: number): Promise<ReportTemplate> {
    return this.work.run(actor, 'reportTemplate.edit', async (tx) => {
      const before = await this.lock(tx, which);
      await demandVersion(before, version, () => Promise.resolve(before));
      await tx.query('DELETE FROM report_templates WHERE id = $1', [before.id]);
      await tx.record('reportTemplate.deleted', {
        subjectType: 'reportTemplate',
        subjectId: before.id,
        changes: changesBetween({ fileName: before.fileName }, { fileName: null }),
        data: { ...which },
      });
      return this.queries.one(which, tx.manager);
    });
  }

  /** One change of a template at a time, also of one that is not there yet. */
  private async lock(tx: Transaction, which: ReportTemplateParams): Promise<ReportTemplate> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `report template ${which.kind} ${which.locale} ${which.format}`,
    ]);
    return this.queries.one(which, tx.manager);
  }

  private async demandUsable({ kind, locale, format }: ReportTemplateParams, file: Buffer): Promise<void> {
    try {
      checkOfficeFile(file, format);
      const sample = sampleReport(kind, locale, this.config.settings.REPORTING_CURRENCY);
      await (format === 'xlsx' ? checkSheet(file, sample) : checkOffice(file, sample));
    } catch (error) {
      if (!(error instanceof TemplateFlaw)) throw error;
      const { flaws } = error;
      const unknown = flaws.filter(({ code }) => code === 'unknown-field').map(({ detail }) => detail);
      throw new Problem(flaws.some(({ code }) => code === 'too-large') ? 'too-large' : 'rule-broken', {
        detail:
          unknown.length > 0
            ? `no report has: ${unknown.join(', ')}. Known fields: ${templateFields.join(', ')}`
            : error.message,
        errors: flaws.map(({ code, detail }) => ({ path: 'file', code, message: detail })),
      });
    }
  }
}
