export { CockpitModule } from './cockpit.module';
export { CockpitQueries } from './cockpit.queries';
export { type Lens, lensOf, withoutSecrets } from './lens';
