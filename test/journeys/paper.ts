/** What people keep beside a mailbox, for the tests of those who use it. */
import assert from 'node:assert/strict';
import { openPersonal, savedCodeHash, sealPersonal } from '../../src/actions/personal.ts';
import { newPaperCode } from '../../src/lib/keys/paper-code.ts';
import { accountName } from '../../src/rules/identity.ts';
import { replaceSavedCodes } from '../../src/store/account/factors/saved-codes.ts';
import { accountByName } from '../../src/store/accounts.ts';
import type { TestWorld } from '../world.ts';

/** What a person's account and standing are found by. */
export const nameHashOfNumber = ({ world }: TestWorld, number: string): Buffer =>
  world.keys.find(`account ${accountName({ subject: 'person', identity: { kind: 'ec.ci', number } })}`);

/** Gives a person new codes, as their account will. */
export async function givePaperCodes(world: TestWorld, number: string, count: number): Promise<string[]> {
  const { db, clock } = world.world;
  const nameHash = nameHashOfNumber(world, number);
  const account = await accountByName(db, nameHash);
  assert.ok(account, 'Somebody has codes');
  const codes = Array.from({ length: count }, newPaperCode);
  const hashes = codes.map((code) => savedCodeHash(world.world, nameHash, code));
  await db.transaction((tx) => replaceSavedCodes(tx, account.id, hashes, clock.now()));
  return codes;
}

/** Puts a phone on somebody's file. */
export async function givePhone(world: TestWorld, number: string, phone: string): Promise<void> {
  const nameHash = nameHashOfNumber(world, number);
  const account = await accountByName(world.world.db, nameHash);
  assert.ok(account, 'Somebody has a phone');
  const personal = { ...openPersonal(world.world, account), phone };
  await world.sql('update accounts set personal = $2 where id = $1', [
    account.id,
    sealPersonal(world.world, nameHash, personal),
  ]);
}
