/** What offices do with an account, in the terms of the person it is about: each line of the desk's log has a kind. */

export type OfficeActivity =
  | 'ticket-taken'
  | 'ticket-ended'
  | 'ticket-at-office'
  | 'desk-searched'
  | 'desk-revealed'
  | 'desk-case-opened'
  | 'desk-proofed'
  | 'desk-contact-named'
  | 'desk-code-entered'
  | 'desk-submitted'
  | 'desk-approved'
  | 'desk-returned'
  | 'desk-refused'
  | 'desk-unconfirmed'
  | 'desk-cancelled'
  | 'desk-overtaken'
  | 'desk-expired'
  | 'desk-froze'
  | 'desk-step'
  | 'contact-approved'
  | 'frozen-at-office'
  | 'audit-revealed'
  | 'audit-searched'
  | 'statement-made';

type Told = { readonly done: OfficeActivity; readonly refused: OfficeActivity };

const told = (done: OfficeActivity, refused: OfficeActivity = 'desk-step'): Told => ({ done, refused });

/** By the name of the event. What did not come about is told as a step. */
export const officeEvents: Readonly<Record<string, Told>> = {
  'ticket-taken': told('ticket-taken'),
  'ticket-cancelled': told('ticket-ended'),
  'ticket-expired': told('ticket-ended'),
  'ticket-called': told('ticket-at-office'),
  'ticket-no-show': told('ticket-at-office'),
  'ticket-served': told('ticket-at-office'),
  'desk-searched': told('desk-searched', 'desk-searched'),
  'desk-revealed': told('desk-revealed'),
  'desk-case-opened': told('desk-case-opened'),
  'desk-proofed': told('desk-proofed'),
  'desk-contact-named': told('desk-contact-named'),
  'desk-contact-again': told('desk-step'),
  'desk-code-asked': told('desk-step'),
  'desk-code-entered': told('desk-code-entered'),
  'desk-submitted': told('desk-submitted'),
  'desk-approved': told('desk-approved'),
  'desk-returned': told('desk-returned'),
  'desk-refused': told('desk-refused'),
  'desk-unconfirmed': told('desk-unconfirmed'),
  'desk-cancel-asked': told('desk-cancelled'),
  'desk-overtaken': told('desk-overtaken'),
  'desk-time-passed': told('desk-expired'),
  'desk-froze': told('desk-froze'),
  'contact-approved-at-office': told('contact-approved'),
  'audit-person-revealed': told('audit-revealed'),
  'audit-searched': told('audit-searched'),
  'statement-made': told('statement-made'),
};
