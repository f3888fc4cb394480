export { restDays } from './recycle-bin.service';
export { RecycleBinPurge } from './purge';
export { RecycleBinModule } from './recycle-bin.module';
