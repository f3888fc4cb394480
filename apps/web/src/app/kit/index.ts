export * from './form-actions';
export * from './form-notices';
export * from './list-foot';
export * from './merge';
export * from './notices';
export * from './record-form';
export * from './times';
export * from './words';
