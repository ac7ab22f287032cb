/** How often is looked, and how late the one thread may be before newcomers are one too many, in milliseconds. */
const every = 100;
const tooLate = 1500;

/**
 * Whether this process is behind with its work. Under too many visitors requests wait where no line of ours can see them, between
 * the socket and the code: only the clock tells. Asked in the middle of a long turn it tells, too.
 */
export function watchLateness(): () => boolean {
  let due = performance.now() + every;
  let late = 0;
  setInterval(() => {
    const now = performance.now();
    late = now - due;
    due = now + every;
  }, every).unref();
  return () => Math.max(late, performance.now() - due) > tooLate;
}
