import type { SealedColumn } from '../../../store/keys/sealed.ts';
import { aboutPersonKey } from '../../audit/personal.ts';
import { aboutChangeCode, aboutContacts } from '../../contact/sealed.ts';
import { aboutWish } from '../../desk/break-glass.ts';
import { aboutDeskCode, aboutPapers } from '../../desk/case/papers.ts';
import { aboutDraft } from '../../desk/drafts.ts';
import { aboutStaffName } from '../../desk/staff.ts';
import { aboutPhone } from '../../desk/ticket/ticket-phone.ts';
import { aboutLetter } from '../../letters/ask-letter.ts';
import { aboutParcel } from '../../outbox.ts';
import { aboutPersonal } from '../../personal.ts';
import { aboutQuestions } from '../../recovery/questions.ts';
import { aboutCode, aboutTyped } from '../../recovery/typed.ts';

type About = (key: readonly string[]) => string;

const ofId =
  (about: (id: string) => string): About =>
  ([id = '']) =>
    about(id);
const ofHash =
  (about: (hash: Buffer) => string): About =>
  ([hex = '']) =>
    about(Buffer.from(hex, 'hex'));

/** What the values of each column are sealed to, from the key of their row. */
export const aboutRow: Readonly<Record<SealedColumn, About>> = {
  'accounts.personal': ofHash(aboutPersonal),
  'standings.questions': ofHash(aboutQuestions),
  'cases.typed': ofId(aboutTyped),
  'challenges.code': ofId(aboutCode),
  'outbox.payload': ofId(aboutParcel),
  'contact_changes.contacts': ofId(aboutContacts),
  'contact_changes.code': ofId(aboutChangeCode),
  'letters.payload': ofId(aboutLetter),
  'audit_person_keys.data_key': ofHash(aboutPersonKey),
  'staff.name': ofId(aboutStaffName),
  'staff_drafts.value': ([member = '', page = '']) => aboutDraft(member, page),
  'tickets.phone': ofId(aboutPhone),
  'desk_cases.sealed': ofId(aboutPapers),
  'desk_cases.code': ofId(aboutDeskCode),
  'break_glass.sealed': ofId(aboutWish),
};
