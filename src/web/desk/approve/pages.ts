import type { App } from '../../request/visit.ts';
import { decidePages } from './decide.ts';
import { queuePage } from './queue.ts';
import { reviewPages } from './review.ts';

/** What a second person reads and decides (S7, S8). */
export function approvalPages(app: App): void {
  queuePage(app);
  reviewPages(app);
  decidePages(app);
}
