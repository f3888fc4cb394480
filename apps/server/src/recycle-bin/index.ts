export { RecycleBinPurge } from './purge';
export { RecycleBinModule } from './recycle-bin.module';
