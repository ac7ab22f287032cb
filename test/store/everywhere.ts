/** A world in which every column that can be sealed holds something, put there by the acts themselves. */
import assert from 'node:assert/strict';
import { askBreakGlass } from '../../src/actions/desk/break-glass.ts';
import { keepStaffDraft } from '../../src/actions/desk/drafts.ts';
import { paths } from '../../src/web/paths.ts';
import { employ } from '../attacks/counter.ts';
import { beginAndAsk, newestMessage, somebody } from '../attacks/places.ts';
import { holdChange } from '../journeys/contact-steps.ts';
import { atWork, sentCase } from '../journeys/desk-steps.ts';
import { browse, citizen, reachContact } from '../journeys/steps.ts';
import { takeTicket } from '../journeys/ticket-steps.ts';
import { sample, sayNumber, type Walker } from '../walker.ts';
import type { TestWorld } from '../world.ts';

/** Who is on the way: a member with a draft, and the browser of `somebody(4)` before the code that it was sent. */
export type OnTheWay = { readonly member: string; readonly asked: Walker; readonly code: string };

/** Seals something everywhere. One message, for `somebody(5)`, waits in the outbox. */
export async function sealEverywhere(world: TestWorld): Promise<OnTheWay> {
  const agent = await atWork(world, 700, 'agent');
  const member = agent.member.id;
  await keepStaffDraft(world.world, member, '/mesa/buscar', { nota: 'Vuelve el martes' });
  await sentCase(world, agent, citizen(1), 'nueva1@otro.example');
  const named = [
    await employ(world, 701, ['administrator']),
    await employ(world, 702, ['administrator']),
  ] as const;
  const glass = await askBreakGlass(world.world, {
    identity: { kind: 'ec.ci', number: citizen(2).number },
    to: 'nueva2@otro.example',
    named: named.map(({ code }) => code),
    reason: 'No hay supervisión hoy',
  });
  assert.ok(glass.ok, JSON.stringify(glass));
  await takeTicket(browse(world), { phone: '099 123 4567' });
  await holdChange(world, citizen(3), 'second-email', 'nueva3@otro.example');
  const letters = browse(world);
  await reachContact(world, letters, sample('no-email').identity.number);
  await letters.open(paths.enterLetterCode);
  await letters.submit({}, paths.askLetter);
  await sayNumber(browse(world), 'all-is-well');
  const asked = browse(world);
  await beginAndAsk(asked, somebody(4));
  const { code } = await newestMessage(world, somebody(4).email);
  await beginAndAsk(browse(world), somebody(5));
  return { member, asked, code };
}
