import { randomUUID } from 'node:crypto';

const front = (at: Date): string => {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
};

/** An id that begins with its instant (UUID version 7, RFC 9562), by the world's clock: rows of one time lie together. */
export const timedId = (at: Date): string => `${front(at)}-7${randomUUID().slice(15)}`;

/** The least id of an instant: where rows of then and later begin. */
export const leastIdAt = (at: Date): string => `${front(at)}-0000-0000-000000000000`;
