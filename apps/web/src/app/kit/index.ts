export * from './notices';
export * from './times';
export * from './words';
