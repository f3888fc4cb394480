export { ReportSender } from './report.sender';
export { ReportsModule } from './reports.module';
