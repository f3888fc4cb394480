export * from './dialog';
export * from './error-state';
export * from './field';
export * from './loading';
export * from './page-header';
export * from './paged';
