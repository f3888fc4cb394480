import { createHash } from 'node:crypto';
import {
  Problem,
  ReportFieldList,
  ReportTemplate,
  ReportTemplateFields,
  ReportTemplateList,
  ReportTemplateParams,
  ReportTemplateQuery,
  ResetReportTemplate,
} from '@torch/contracts';
import {
  type Actor,
  isSummed,
  reportTableNames,
  summedColumns,
  templateColumns,
  templateConditions,
  templateFields,
} from '@torch/domain';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { demandFile } from '../attachments';
import { CurrentActor, Requires, Returns, ReturnsFile, TakesFile } from '../platform/http/decorators';
import { alsoKnownBy } from '../platform/request-context';
import { contentTypes } from './content-types';
import { templateLimit } from './office-file';
import { sendFile } from './send-file';
import { originalTemplate } from './template-files';
import { TemplateQueries } from './template.queries';
import { TemplateService } from './template.service';

/** The forms from which reports are made: one for each kind, language and format. */
@Controller('report-templates')
export class TemplateController {
  constructor(
    private readonly templates: TemplateService,
    private readonly queries: TemplateQueries,
  ) {}

  @Get()
  @Requires('reportTemplate.read')
  @Returns(ReportTemplateList)
  async all(): Promise<ReportTemplateList> {
    return { items: await this.queries.all() };
  }

  /** What a template can name. */
  @Get('fields')
  @Requires('reportTemplate.read')
  @Returns(ReportFieldList)
  fields(): ReportFieldList {
    return {
      fields: [...templateFields],
      conditions: [...templateConditions],
      tables: reportTableNames.map((name) => ({
        name,
        columns: templateColumns(name),
        summed: isSummed(name) ? summedColumns[name] : null,
      })),
    };
  }

  /** The file itself: the one in use, or the product's own as a starting point. */
  @Get(':kind/:locale/:format/content')
  @Requires('reportTemplate.read')
  @ReturnsFile()
  async content(
    @Param({ schema: ReportTemplateParams }) which: ReportTemplateParams,
    @Query({ schema: ReportTemplateQuery }) { original }: ReportTemplateQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { kind, locale, format } = which;
    const file = original ? await originalTemplate(kind, locale, format) : await this.queries.inUse(which);
    await sendFile(reply, file, contentTypes[format], `${kind}-${locale}.${format}`);
  }

  @Post(':kind/:locale/:format')
  @Requires('reportTemplate.edit')
  @TakesFile(ReportTemplateFields)
  @Returns(ReportTemplate)
  async replace(
    @CurrentActor() actor: Actor,
    @Param({ schema: ReportTemplateParams }) which: ReportTemplateParams,
    @Req() request: FastifyRequest,
  ): Promise<ReportTemplate> {
    if (!request.isMultipart()) throw new Problem('unsupported-media-type', { detail: 'send multipart/form-data' });
    const limits = { fileSize: templateLimit, files: 1, fields: 10 };
    const part = demandFile(await request.file({ limits }));
    const version = part.fields['version'];
    const given = version && !Array.isArray(version) && version.type === 'field' ? version.value : undefined;
    const file = await part.toBuffer();
    const fields = ReportTemplateFields.safeParse({ version: given });
    if (!fields.success) throw Problem.field('malformed', 'version', 'required', 'say which version it stands in for');
    alsoKnownBy({ name: part.filename, hash: createHash('sha256').update(file).digest('hex') });
    return this.templates.replace(actor, which, fields.data.version, file, part.filename);
  }

  /** Back to the template that comes with the product. */
  @Post(':kind/:locale/:format/reset')
  @Requires('reportTemplate.edit')
  @Returns(ReportTemplate)
  reset(
    @CurrentActor() actor: Actor,
    @Param({ schema: ReportTemplateParams }) which: ReportTemplateParams,
    @Body({ schema: ResetReportTemplate }) { version }: ResetReportTemplate,
  ): Promise<ReportTemplate> {
    return this.templates.reset(actor, which, version);
  }
}
