export { type Choice, demandChoosable } from './choosable';
export { loadReference } from './load-reference';
export { ReferenceModule } from './reference.module';
