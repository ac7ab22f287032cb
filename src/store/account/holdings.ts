import { type Runner, statement } from '../database.ts';

/** Signed-in browsers, devices and contact changes of an account, as its owner may take them along. No secret is among them. */
export type Holdings = {
  readonly sessions: readonly {
    portal: string;
    device: string;
    began: Date;
    seen: Date;
    ended: Date | null;
  }[];
  readonly devices: readonly { device: string; since: Date; seen: Date; revoked: Date | null }[];
  readonly changes: readonly { slot: string; asked: Date; effective: Date | null; closed: Date | null }[];
};

const sessions = statement<Holdings['sessions'][number]>(
  'sessions-held',
  `select portal, device, began, seen, ended_at as ended from sessions where account_id = $1 order by began desc limit 1000`,
);
const devices = statement<Holdings['devices'][number]>(
  'devices-held',
  'select device, since, seen, revoked_at as revoked from devices where account_id = $1 order by since desc',
);
const changes = statement<Holdings['changes'][number]>(
  'contact-changes-held',
  `select slot, asked_at as asked, closed_at as closed,
     coalesce(stage->>'effectiveAt', case stage->>'kind' when 'effective' then stage->>'at' end)::timestamptz as effective
   from contact_changes where account_id = $1 order by asked_at desc`,
);

export const holdingsOf = async (on: Runner, accountId: string): Promise<Holdings> => ({
  sessions: await on.run(sessions, [accountId]),
  devices: await on.run(devices, [accountId]),
  changes: await on.run(changes, [accountId]),
});
