/** A mailbox may serve a family; who gathers more accounts on one is looked at, and notices nothing (CC-04). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openContacts } from '../../src/actions/contact/sealed.ts';
import { contactChangesToReview } from '../../src/store/account/contact-changes.ts';
import { nameHashOf } from '../attacks/places.ts';
import { textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { ask, confirm, passHold, signedIn } from './contact-steps.ts';
import { citizen, pathOf, register } from './steps.ts';

describe('a shared contact', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** Confirms a contact; gives what the page said, without what belongs to the one browser or person. */
  async function take(index: number, slot: 'second-email' | 'phone', to: string): Promise<string> {
    const walker = await signedIn(world, citizen(index));
    await confirm(world, walker, await ask(world, walker, slot, to));
    return `${pathOf(walker)} ${textOf(walker.page.html)}`;
  }
  /** Which of the crowd have a line with the note. */
  async function noted(event: string): Promise<string[]> {
    const rows = await world.sql<{ subject: Buffer }>(
      `select subject from audit where event = $1 and note = 'shared-contact' order by seq`,
      [event],
    );
    return rows.map(({ subject }) => subject.toString('hex'));
  }
  const nameOf = (who: { number: string }): string => nameHashOf(who).toString('hex');
  async function toReview(): Promise<(string | undefined)[]> {
    const changes = await contactChangesToReview(world.world.db, 10);
    return changes.map((change) => openContacts(world.world, change).to);
  }

  it('serves three accounts unseen, under hold or in effect; the fourth is marked, and told nothing', async () => {
    const shared = 'Familia@casa.example';
    const pages = [await take(0, 'second-email', shared)];
    await passHold(world);
    pages.push(await take(1, 'second-email', 'familia@casa.example'));
    pages.push(await take(2, 'second-email', shared));
    assert.deepEqual(await noted('contact-code-entered'), []);
    assert.deepEqual(await toReview(), []);
    pages.push(await take(3, 'second-email', shared));
    assert.deepEqual(await noted('contact-code-entered'), [nameOf(citizen(3))]);
    assert.deepEqual(await toReview(), [shared]);
    assert.equal(pages[3], pages[2], 'The same page');
    const [lines] = await world.sql<{ n: string }>(
      `select count(*) as n from audit where subject = $1 and event like 'contact-%'`,
      [nameHashOf(citizen(3))],
    );
    const [usual] = await world.sql<{ n: string }>(
      `select count(*) as n from audit where subject = $1 and event like 'contact-%'`,
      [nameHashOf(citizen(2))],
    );
    assert.deepEqual(lines, usual, 'The same lines in what the person reads');
    await passHold(world);
    assert.deepEqual(await toReview(), [shared], 'Marked while it is in effect');
  });

  it('is let go by an account that takes another', async () => {
    const phone = '+593991230000';
    for (const index of [10, 11, 12]) await take(index, 'phone', phone);
    await passHold(world);
    await take(12, 'phone', '+593991230001');
    await passHold(world);
    const before = (await noted('contact-code-entered')).length;
    await take(13, 'phone', phone);
    assert.equal((await noted('contact-code-entered')).length, before);
    await take(14, 'phone', phone);
    assert.equal((await noted('contact-code-entered')).length, before + 1);
  });

  it('is marked in the records too, once however often they are brought', async () => {
    const numbers = ['1710034065', '0926687856', '1103756134'];
    const rows = [...numbers, citizen(20).number].map((number) => ({
      number,
      email: 'oficina@casa.example',
    }));
    for (let night = 0; night < 3; night++) await register(world, rows);
    assert.deepEqual(await noted('account-imported'), [nameOf(citizen(20))]);
    const kept = await world.sql(
      'select from contact_holders join accounts on id = account_id where name_hash = $1',
      [nameHashOf(citizen(20))],
    );
    assert.equal(kept.length, 1, 'One contact, counted once');
  });
});
