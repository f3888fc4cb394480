import type { MakeReport, ReportData } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { ReportFiles } from './report.files';
import { ReportQueries } from './report.queries';

@Injectable()
export class ReportService {
  constructor(
    private readonly queries: ReportQueries,
    private readonly files: ReportFiles,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * A report as a file, and the event that says who has it. Nothing is said of one that could not be made.
   * @throws Problem `malformed`, `rule-broken` at `period`
   */
  async make(actor: Actor, { kind, period, locale, format }: MakeReport): Promise<{ file: Buffer; data: ReportData }> {
    const data = await this.queries.read(actor, kind, period);
    const file = await this.files.make(data, locale, format);
    await this.work.run(actor, 'report.read', (tx) =>
      tx.record('report.produced', {
        subjectType: 'report',
        subjectId: null,
        data: { kind, period: data.period.name, format, locale },
      }),
    );
    return { file, data };
  }
}
