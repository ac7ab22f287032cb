import { randomToken, sha256 } from '../../lib/digest.ts';
import { beginSession } from '../../store/account/sessions.ts';
import type { Account } from '../../store/accounts.ts';
import type { Runner } from '../../store/database.ts';

/** Whether an account may be entered at all. */
export const isOpen = ({ status, lock, frozenAt }: Account): boolean =>
  status === 'active' && lock === null && frozenAt === null;

/** Begins a session of an account that was judged open, and gives what its cookie holds. */
export async function enter(
  tx: Runner,
  account: Account,
  where: { readonly portal: string; readonly device: string },
  at: Date,
): Promise<string> {
  const session = randomToken(32);
  await beginSession(tx, sha256(session), { accountId: account.id, ...where }, at);
  return session;
}
