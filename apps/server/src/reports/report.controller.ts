import { MakeReport, ReportData, ReportKinds, ReportParams, ReportQuery } from '@torch/contracts';
import { type Actor, latestPeriods, reportFormats, reportKinds, reportSections } from '@torch/domain';
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentActor, Requires, Returns, ReturnsFile } from '../platform/http/decorators';
import { withoutKey } from '../platform/request-context';
import { contentTypes } from './content-types';
import { fileNameOf } from './report.files';
import { ReportQueries } from './report.queries';
import { ReportService } from './report.service';
import { sendFile } from './send-file';

/** As many periods as one chooses from. */
const periodsShown = 14;

/** 周报, 月报 and what is laid before a project review meeting, within the reach of whoever asks. */
@Controller('reports')
export class ReportController {
  constructor(
    private readonly queries: ReportQueries,
    private readonly reports: ReportService,
  ) {}

  @Get('kinds')
  @Requires('report.read')
  @Returns(ReportKinds)
  kinds(): ReportKinds {
    return {
      items: reportKinds.map((kind) => ({
        kind,
        sections: [...reportSections[kind]],
        periods: latestPeriods(kind, this.queries.today, periodsShown),
        formats: [...reportFormats],
      })),
    };
  }

  /** What the files say, as data. */
  @Get(':kind')
  @Requires('report.read')
  @Returns(ReportData)
  figures(
    @CurrentActor() actor: Actor,
    @Param({ schema: ReportParams }) { kind }: ReportParams,
    @Query({ schema: ReportQuery }) { period }: ReportQuery,
  ): Promise<ReportData> {
    return this.queries.read(actor, kind, period);
  }

  @Post()
  @Requires('report.read')
  @ReturnsFile()
  async make(
    @CurrentActor() actor: Actor,
    @Body({ schema: MakeReport }) input: MakeReport,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // A file is no answer that is kept: the same request again makes the same report anew.
    const { file, data } = await withoutKey(() => this.reports.make(actor, input));
    await sendFile(reply, file, contentTypes[input.format], fileNameOf(data, input.format));
  }
}
