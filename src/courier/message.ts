/**
 * The courier's room: it carries one message and says what became of it.
 * It never chooses a recipient, never judges, and never keeps anything.
 */
import type { Language } from '../rules/policy.ts';
import type {
  AccountOpenedFacts,
  AskedAtOfficeFacts,
  ConfirmContactFacts,
  ContactFacts,
  ContactWillChangeFacts,
  Disavowable,
  FrozenFacts,
  KeyChangedFacts,
  PasskeyChangedFacts,
  PasskeyWillGoFacts,
  QuestionsChangedFacts,
  RecoverFacts,
  SavedCodesFacts,
  SomeoneTriedFacts,
  StaysShutFacts,
  StillYoursFacts,
  TicketFacts,
  UnlockedFacts,
} from '../words/shapes.ts';

/** What a message says: the facts of one template. Times are instants; the words write them as local clock times. */
export type Message =
  | ({ readonly kind: 'recover' } & RecoverFacts)
  | ({ readonly kind: 'key-changed' } & KeyChangedFacts)
  | ({ readonly kind: 'unlocked' } & UnlockedFacts)
  | ({ readonly kind: 'someone-tried' } & SomeoneTriedFacts)
  | ({ readonly kind: 'confirm-contact' } & ConfirmContactFacts)
  | ({ readonly kind: 'contact-will-change' } & ContactWillChangeFacts)
  | ({ readonly kind: 'contact-kept' } & ContactFacts)
  | ({ readonly kind: 'contact-changed' } & ContactFacts & Disavowable)
  | ({ readonly kind: 'frozen' } & FrozenFacts)
  | ({ readonly kind: 'asked-at-office' } & AskedAtOfficeFacts)
  | ({ readonly kind: 'stays-shut' } & StaysShutFacts)
  | ({ readonly kind: 'account-opened' } & AccountOpenedFacts)
  | ({ readonly kind: 'passkey-changed' } & PasskeyChangedFacts)
  | ({ readonly kind: 'passkey-will-go' } & PasskeyWillGoFacts)
  | ({ readonly kind: 'saved-codes' } & SavedCodesFacts)
  | ({ readonly kind: 'questions-changed' } & QuestionsChangedFacts)
  | ({ readonly kind: 'still-yours' } & StillYoursFacts)
  | ({ readonly kind: 'ticket' } & TicketFacts);

/** One message with its one destination, ready to be written and carried. */
export type Parcel = {
  /** Opaque and unique; becomes the Message-ID, so a second try is recognisable as the same message. */
  readonly id: string;
  readonly to:
    | { readonly by: 'mail'; readonly address: string }
    | { readonly by: 'sms'; readonly phone: string };
  readonly language: Language;
  readonly message: Message;
};

/**
 * What became of a parcel. `deferred` may be tried again; `refused` never will succeed. `ofUs`: whoever was to take it takes nothing
 * from us now, whatever the message.
 * `status`: why the address was refused (RFC 3463).
 */
export type Receipt =
  | { readonly outcome: 'carried' }
  | { readonly outcome: 'deferred'; readonly reason: string; readonly ofUs?: boolean }
  | { readonly outcome: 'refused'; readonly reason: string; readonly status?: string };

export type RelayState = { readonly name: string; readonly ready: boolean };

export type Courier = {
  /** Carries one parcel. Never throws for what the other side says: that is a receipt. */
  carry(parcel: Parcel): Promise<Receipt>;
  /** Does the same work as `carry` (writes the message, signs it) and drops it: a decoy must cost what a message costs. */
  rehearse(parcel: Parcel): Promise<void>;
  /** Whether an SMS can go out at all; without a gateway none does, for anybody. */
  readonly carriesSms: boolean;
  /** Whether what it carries through answers now. Asked of the relay itself, never guessed from anybody's message. */
  ready(): Promise<boolean>;
  /** Each relay by host and port, and whether it answers now; for the operator. Without a relay, none. */
  relays(): Promise<readonly RelayState[]>;
  close(): Promise<void>;
};
