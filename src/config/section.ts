import { z } from 'zod';
import { type LimitName, limits } from './limits.ts';

/**
 * An object without unknown keys. Its message for those is the list of the known ones, for "did you mean".
 */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  });

/** A number of the policy within its limits; what the file leaves out is as usual. */
export const number = (name: LimitName) => {
  const { usual, least, most } = limits[name];
  return z.int().min(least).max(most).default(usual);
};
