import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from './config';
import { createDataSource, patiently } from './database/data-source';
import { Listener } from './database/listener';
import { UnitOfWork } from './database/unit-of-work';
import { PublicRate } from './http/public-rate';
import { WorkerPresence } from './queue/presence';
import { Queues } from './queue/queues';
import { StorageModule } from './storage/storage.module';

/** What every feature stands on: settings, database, queue. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config): DynamicModule {
    const dataSource = createDataSource(config);
    return {
      module: PlatformModule,
      imports: [
        StorageModule,
        TypeOrmModule.forRootAsync({
          useFactory: () => dataSource.options,
          // However long it is away: who starts into an outage waits it out like those who run.
          dataSourceFactory: () => patiently('connecting', () => dataSource.initialize()),
        }),
      ],
      providers: [{ provide: Config, useValue: config }, Listener, PublicRate, Queues, UnitOfWork, WorkerPresence],
      exports: [Config, Listener, PublicRate, Queues, UnitOfWork, WorkerPresence],
    };
  }
}
