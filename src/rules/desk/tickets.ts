/** A turn at an office: what it may ask for, how it is named, and what may become of it. */
import { endOfLocalDay, minutesAfter } from '../../lib/clock.ts';

/** What somebody may need at the window, asked once and known there. */
export const ticketNeeds = ['ramp', 'sign-language', 'kichwa-shuar', 'priority'] as const;
export type TicketNeed = (typeof ticketNeeds)[number];

export type TicketStatus = 'waiting' | 'called' | 'no-show' | 'served' | 'cancelled' | 'expired';

/** What became of the visit: the desk sets it, the ticket's address shows it. */
export type TicketResult =
  | { readonly kind: 'received' }
  | { readonly kind: 'in-review' }
  | { readonly kind: 'changes'; readonly at: Date }
  | { readonly kind: 'ready' };

export type TicketAct = 'call' | 'miss' | 'serve' | 'cancel' | 'expire';

const becomes: Record<TicketAct, TicketStatus> = {
  call: 'called',
  miss: 'no-show',
  serve: 'served',
  cancel: 'cancelled',
  expire: 'expired',
};

/** From which states an act leads on. Who missed the call and comes late is called again. */
const from: Record<TicketAct, readonly TicketStatus[]> = {
  call: ['waiting', 'no-show'],
  miss: ['called'],
  serve: ['called'],
  cancel: ['waiting', 'called', 'no-show'],
  expire: ['waiting', 'called', 'no-show'],
};

/** What a ticket is after an act: as it was when the act was done before, nothing when it cannot be done now. */
export function afterAct(status: TicketStatus, act: TicketAct): TicketStatus | undefined {
  return status === becomes[act] || from[act].includes(status) ? becomes[act] : undefined;
}

/** Whether somebody may still come with it. */
export const isLiving = (status: TicketStatus): boolean => from.expire.includes(status);

/** What it is now: past its time it has expired, whether or not that was written down yet. */
export const statusAt = (ticket: { status: TicketStatus; until: Date }, at: Date): TicketStatus =>
  isLiving(ticket.status) && at > ticket.until ? 'expired' : ticket.status;

/** Until when a ticket taken now is good: the end of the last day. */
export const ticketUntil = (at: Date, office: { readonly ticketDays: number }, timezone: string): Date =>
  endOfLocalDay(at, office.ticketDays, timezone);

/** Ten in the morning of the day before the last. */
const hoursBeforeEnd = 38;
/** Who took it a moment ago needs no reminder. */
const leastHoursBetween = 12;

/** When to remind of a ticket, if there is time to. */
export function remindAt(issued: Date, until: Date): Date | undefined {
  const at = minutesAfter(until, -hoursBeforeEnd * 60);
  return at >= minutesAfter(issued, leastHoursBetween * 60) ? at : undefined;
}

/** What a ticket is known by; its number counts from 1 for each office and day. */
export type TicketName = { readonly words: string; readonly number: number };

/** As people say it: "CANOA FAROL 27". */
export const nameOfTicket = ({ words, number }: TicketName): string => `${words} ${number}`;

/** As it stands in addresses and on paper: "CANOA-FAROL-27". */
export const slugOfTicket = (name: TicketName): string => nameOfTicket(name).replaceAll(' ', '-');

/** Reads a ticket as people type it, in small letters or with spaces; nothing when it is no ticket's name. */
export function readTicketName(typed: string): TicketName | undefined {
  const parts = /^([A-Z]{2,12})[- ]([A-Z]{2,12})[- ]([1-9]\d{0,5})$/.exec(typed.trim().toUpperCase());
  return parts ? { words: `${parts[1]} ${parts[2]}`, number: Number(parts[3]) } : undefined;
}
