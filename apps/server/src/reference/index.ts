export { loadReference } from './load-reference';
export { ReferenceModule } from './reference.module';
