import type { App } from '../../request/visit.ts';
import type { Origins } from '../../walk/who/begin.ts';
import { atWindowPage } from './at-window.ts';
import { chooseOfficePage } from './choose-office.ts';
import { leavePhonePage } from './leave-phone.ts';
import { sayNeedsPage } from './say-needs.ts';
import { ticketPage } from './ticket.ts';

/** The office branch of "other ways", and the ticket it ends in. */
export function ticketPages(app: App, origins: Origins): void {
  chooseOfficePage(app);
  sayNeedsPage(app, origins);
  leavePhonePage(app, origins);
  ticketPage(app, origins);
  atWindowPage(app, origins);
}
