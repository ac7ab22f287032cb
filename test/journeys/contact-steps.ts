/** What the tests of contact changes share: signing in, asking, confirming, and time that passes. */
import assert from 'node:assert/strict';
import { type Owner, ownerOf } from '../../src/actions/account/owner.ts';
import { grantChanges } from '../../src/actions/upkeep/grant-changes.ts';
import type { Delivered } from '../../src/courier/folder.ts';
import type { Message } from '../../src/courier/message.ts';
import type { Channel, Language } from '../../src/rules/policy.ts';
import { paths } from '../../src/web/paths.ts';
import type { Walker } from '../walker.ts';
import type { TestWorld } from '../world.ts';
import { arriving, browse, destinationOf, hours, pathOf, signIn } from './steps.ts';

export type Of<K extends Message['kind']> = Extract<Message, { kind: K }>;

/** Messages of one kind among these, with where they went. */
export const ofKind = <K extends Message['kind']>(
  messages: readonly Delivered[],
  kind: K,
): { to: string; message: Of<K> }[] =>
  messages.flatMap((one) =>
    // Sound: the kind was just compared.
    one.message.kind === kind ? [{ to: destinationOf(one), message: one.message as Of<K> }] : [],
  );

/** A browser that is signed in. */
export async function signedIn(
  world: TestWorld,
  who: { number: string; key: string },
  language: Language = 'es',
): Promise<Walker> {
  const walker = browse(world, language);
  await signIn(walker, who.number, who.key);
  assert.equal(pathOf(walker), paths.account);
  return walker;
}

/** The owner behind a signed-in browser, as the acts below its pages know them. */
export async function ownerAt(world: TestWorld, walker: Walker): Promise<Owner> {
  const owner = await ownerOf(world.world, walker.cookies.get('__Host-reclave-session') ?? '');
  return owner ?? assert.fail('Nobody is signed in');
}

/** From a signed-in browser to the page that waits for the code; gives the code. */
export async function ask(world: TestWorld, walker: Walker, slot: Channel, to: string): Promise<string> {
  const sent = await arriving(world, async () => {
    await walker.open(`${paths.changeContact}?dato=${slot}`);
    await walker.submit({ contacto: to, seguro: '1' });
  });
  assert.equal(pathOf(walker), paths.confirmContact, walker.page.heading);
  const codes = ofKind(sent, 'confirm-contact');
  assert.deepEqual(
    codes.map((one) => one.to),
    [to],
    'Only the new address gets it',
  );
  return codes[0]?.message.code ?? '';
}

/** Types the code; gives what everybody was told. */
export async function confirm(
  world: TestWorld,
  walker: Walker,
  code: string,
): Promise<{ to: string; message: Of<'contact-will-change'> }[]> {
  const told = await arriving(world, () => walker.submit({ codigo: code }, paths.confirmContact));
  assert.equal(pathOf(walker), paths.contactHeld, walker.page.heading);
  return ofKind(told, 'contact-will-change');
}

/** From signing in to a change under hold; gives the token that cancels it. */
export async function holdChange(
  world: TestWorld,
  who: { number: string; key: string },
  slot: Channel,
  to: string,
): Promise<string> {
  const walker = await signedIn(world, who);
  const told = await confirm(world, walker, await ask(world, walker, slot, to));
  return tokenOfLink(told[0]?.message.link);
}

export const tokenOfLink = (link: string | undefined): string => {
  const token = link?.split('/').at(-1);
  assert.ok(token, 'A link was expected');
  return token;
};

/** Lets time pass, with the worker's look at the changes after it. */
export async function pass(world: TestWorld, howManyHours: number): Promise<void> {
  world.clock.move(hours(howManyHours));
  await grantChanges(world.world);
}

/** To the end of the hold and over its margin. */
export async function passHold(world: TestWorld): Promise<void> {
  await pass(world, 72);
  await pass(world, 0.05);
}
