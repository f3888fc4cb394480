import { Global, Module } from '@nestjs/common';
import { Config } from '../config';
import { DiskStorage } from './disk-storage';
import { S3Storage } from './s3-storage';
import { Storage } from './storage';

/** In a bucket where one is set, else in a folder. */
@Global()
@Module({
  providers: [
    {
      provide: Storage,
      inject: [Config],
      useFactory: ({ settings }: Config): Storage => {
        const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, STORAGE_DIR } = settings;
        if (!S3_ENDPOINT) return new DiskStorage(STORAGE_DIR);
        return new S3Storage({
          endpoint: S3_ENDPOINT,
          region: S3_REGION,
          bucket: S3_BUCKET ?? '',
          accessKeyId: S3_ACCESS_KEY_ID ?? '',
          secretAccessKey: S3_SECRET_ACCESS_KEY ?? '',
        });
      },
    },
  ],
  exports: [Storage],
})
export class StorageModule {}
