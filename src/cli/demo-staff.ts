import { addMember, allMembers, inviteMember } from '../actions/desk/staff/appoint.ts';
import { openStaffName } from '../actions/desk/staff.ts';
import type { World } from '../actions/world.ts';
import { card } from '../directory/sample-crowd.ts';
import type { StaffRole } from '../rules/desk/staff.ts';

/** Invented people at the desk, far from the serials of the sample accounts. */
const sampleStaff: readonly { code: string; name: string; roles: readonly StaffRole[] }[] = [
  { code: 'A-104', name: 'Marisol Paredes Quilumba', roles: ['agent'] },
  { code: 'A-105', name: 'Nelson Tandazo Vera', roles: ['agent'] },
  { code: 'S-201', name: 'Rocío Almeida Farol', roles: ['supervisor'] },
  { code: 'U-301', name: 'Iván Chiriboga Lluvia', roles: ['auditor'] },
  { code: 'D-401', name: 'Bertha Ceibo Montero', roles: ['administrator'] },
];
const firstSerial = 6_400_000;

/**
 * Sees to it that the sample staff are there, and gives a line for each: the link to enrol, anew at every start until it was used.
 */
export async function bringStaff(world: World): Promise<string[]> {
  const known = new Set((await allMembers(world)).map(({ code }) => code));
  const links = new Map<string, string>();
  for (const [place, { code, name, roles }] of sampleStaff.entries()) {
    if (known.has(code)) continue;
    const identity = card(firstSerial + place);
    const added = await addMember(world, { code, name, identity, roles, relatives: [], confirmedBy: [] });
    if (added.ok) links.set(code, added.link);
  }
  for (const { code, enrolled, disabledAt } of await allMembers(world)) {
    if (enrolled || disabledAt || links.has(code)) continue;
    const invited = await inviteMember(world, { code, confirmedBy: [] });
    if (invited.ok) links.set(code, invited.link);
  }
  return (await allMembers(world)).map((member) => {
    const who = `  ${member.code}  ${openStaffName(world, member)}, ${member.roles.join(', ')}`;
    return `${who}\n      ${links.get(member.code) ?? (member.disabledAt ? 'no access' : 'enrolled')}`;
  });
}
