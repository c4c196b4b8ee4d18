/** The address of a public list that is narrowed down: what stands in it, and the same list with something else in it. */
import { href } from './links.ts';

export interface ListAddress<Name extends string> {
  /** What stands in the address, whatever it is: what of it is no condition, the API says. */
  given: Partial<Record<Name | 'after', string>>;
  /** Anything but the place in the list. */
  isNarrowed: boolean;
  /** The first page, with the same conditions. */
  first: string;
  /** The page that begins after a place. */
  after: (place: string) => string;
}

/** @param names conditions that the list knows, in the order in which they stand in its addresses */
export function listAddress<Name extends string>(
  path: `/${string}`,
  url: URL,
  names: readonly Name[],
): ListAddress<Name> {
  const given = Object.fromEntries(
    [...names, 'after'].flatMap((name) => {
      const value = url.searchParams.get(name)?.trim();
      return value ? [[name, value]] : [];
    }),
  ) as ListAddress<Name>['given'];
  const { after: _place, ...conditions } = given;
  const withConditions = (change: Record<string, string>): string => {
    const query = new URLSearchParams({ ...conditions, ...change }).toString();
    return href(path) + (query && `?${query}`);
  };
  return {
    given,
    isNarrowed: Object.keys(conditions).length > 0,
    first: withConditions({}),
    after: (place) => withConditions({ after: place }),
  };
}
