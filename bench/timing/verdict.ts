/** When two classes of samples count as one. */
import { auc, median, quantile } from '../statistics.ts';

export const least = {
  auc: [0.45, 0.55],
  /** The median may differ by this much, or by this share. */
  milliseconds: 5,
  share: 0.05,
  p95: 1.2,
  /** A delay put there on purpose must be seen this clearly. */
  caught: 0.9,
} as const;

export type Comparison = {
  readonly auc: number;
  readonly difference: number;
  /** The median of both together. */
  readonly usual: number;
  readonly p95: number;
  readonly holds: boolean;
};

export function compare(known: readonly number[], unknown: readonly number[]): Comparison {
  const area = auc(known, unknown);
  const usual = median(unknown);
  const difference = median(known) - usual;
  const [a, b] = [quantile(known, 0.95), quantile(unknown, 0.95)];
  const p95 = Math.max(a, b) / Math.min(a, b);
  const inside = area >= least.auc[0] && area <= least.auc[1];
  const near = Math.abs(difference) <= Math.max(least.milliseconds, least.share * usual);
  return { auc: area, difference, usual, p95, holds: inside && near && p95 < least.p95 };
}
