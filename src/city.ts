/** The city's settings, for the frame of every page. */
import type { City } from '../server/schemas/city.ts';
import { api } from './api.ts';

/** Asks the API in process. */
export const cityOf = async (): Promise<City> => {
  const answer = await api.api.city.$get();
  return answer.json();
};
