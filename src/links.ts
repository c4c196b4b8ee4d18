/** Addresses of our own pages, under whatever base path the site is deployed. */

const base = import.meta.env.BASE_URL.replace(/\/$/, '');

/** An address inside the site: `href('/rates')` is `/rates`, or `/wanping/rates` under `BASE_PATH=/wanping`. */
export const href = (path: `/${string}`): string => `${base}${path}` || '/';
