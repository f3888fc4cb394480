export { QuickLogsModule } from './quick-logs.module';
