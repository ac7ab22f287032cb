import type { TicketName } from '../../../rules/desk/tickets.ts';
import { slugOfTicket } from '../../../rules/desk/tickets.ts';
import type { Language } from '../../../rules/policy.ts';
import type { Runner } from '../../../store/database.ts';
import { tellOne } from '../../tell.ts';
import type { World } from '../../world.ts';

export const aboutPhone = (id: string): string => `ticket ${id}`;

/** Seals the mobile of a ticket for that ticket alone. */
export const sealPhone = ({ keys }: World, id: string, phone: string): Buffer =>
  keys.seal(phone, aboutPhone(id));

/** The mobile of a ticket. */
export const openPhone = ({ keys }: World, { id, phone }: { id: string; phone: Buffer }): string =>
  keys.open<string>(phone, aboutPhone(id));

type Sent = TicketName & { readonly office: string; readonly language: Language; readonly until: Date };

/** Queues the SMS of a ticket. `live: false` for a mobile that had its share this hour: nobody is told (EM-17). */
export const textTicket = (
  world: World,
  tx: Runner,
  ticket: Sent,
  how: { phone: string; at: Date; reminder: boolean; live: boolean },
): Promise<void> =>
  tellOne(
    world,
    tx,
    { by: 'sms', phone: how.phone },
    {
      language: ticket.language,
      message: {
        kind: 'ticket',
        ticket: slugOfTicket(ticket),
        office: officeName(world, ticket.office),
        until: ticket.until,
        at: how.at,
        reminder: how.reminder,
      },
      at: how.at,
      live: how.live,
    },
  );

/** An office that was closed since is named by its id. */
const officeName = ({ institution }: World, id: string): string =>
  institution.offices.find((office) => office.id === id)?.name ?? id;
