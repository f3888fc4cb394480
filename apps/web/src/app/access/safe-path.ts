/** Only a path of ours: an address from outside must not lead away. */
export const safePath = (path: string | undefined): string =>
  path?.startsWith('/') && !path.startsWith('//') && !path.startsWith('/\\') ? path : '/';
