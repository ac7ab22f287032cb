import type { House } from '../words/shapes.ts';
import type { World } from './world.ts';

/** The institution as its pages and letters name it. */
export const houseOf = ({ institution, baseUrl }: World): House => ({
  name: institution.name,
  shortName: institution.shortName,
  phone: institution.helpLine.phone,
  host: new URL(baseUrl).host,
});
