export { loadSample } from './load-sample';
export type { SignInLine } from './people';
