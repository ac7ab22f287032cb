import type { Command } from 'commander';
import {
  type Appointed,
  addMember,
  allMembers,
  declareRelatives,
  inviteMember,
  shutOut,
} from '../actions/desk/staff/appoint.ts';
import { openStaffName } from '../actions/desk/staff.ts';
import type { World } from '../actions/world.ts';
import { type AppointRefusal, isStaffRole, type StaffRole, staffRoles } from '../rules/desk/staff.ts';
import { numberIn, type Within } from './within.ts';

/** Why a command was not obeyed, and what to do instead. */
const advice: Record<AppointRefusal, string> = {
  'code-malformed': 'A code is a letter or two, a dash and digits, as A-104',
  'code-taken': 'This code is taken: give another',
  'number-taken': 'This person is a member already: one person is one member',
  nobody: 'Nobody has this code: see reclave staff list',
  disabled: 'This member is disabled: add them anew under another code, or leave them so',
  'not-confirmed':
    'This needs --confirmed-by with the codes of two different active administrators who are not the member themselves; while a house has fewer, an administrator is added with the codes of all there are',
};

function rolesIn(text: string): StaffRole[] {
  const roles = [...new Set(listIn(text))];
  const known = roles.filter(isStaffRole);
  if (known.length === 0 || known.length !== roles.length)
    throw new TypeError(`--roles takes some of: ${staffRoles.join(', ')}`);
  return known;
}

const listIn = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/** Says what came of a command; a refusal is exit code 1. */
function tell(refused: AppointRefusal | undefined, done: string): void {
  if (refused) {
    console.error(advice[refused]);
    process.exitCode = 1;
  } else console.log(done);
}

const tellLink = (outcome: Appointed): void =>
  outcome.ok
    ? tell(undefined, `Hand over this link. It works once, for 24 hours:\n${outcome.link}`)
    : tell(outcome.because, '');

async function list(world: World): Promise<void> {
  for (const member of await allMembers(world)) {
    const state = member.disabledAt ? 'disabled' : member.enrolled ? 'active' : 'not enrolled yet';
    console.log([member.code, state, member.roles.join(','), openStaffName(world, member)].join('\t'));
  }
}

type Added = {
  code: string;
  name: string;
  number: string;
  roles: string;
  relative: string[];
  confirmedBy?: string;
};

/** The operator's commands about who works at the desk; gives the command they stand under. */
export function staffCommands(program: Command, within: Within): Command {
  const staff = program.command('staff').description('who works at the desk');
  staff
    .command('add')
    .description('add a member, and print the link with which they enrol')
    .requiredOption('--code <code>', 'what stands for the name in lists, as A-104')
    .requiredOption('--name <name>', 'first names and surnames')
    .requiredOption('--number <number>', 'their own identity number')
    .requiredOption('--roles <roles>', `some of ${staffRoles.join(',')}`)
    .option('--relative <numbers...>', 'numbers of relatives, whose accounts they keep away from', [])
    .option('--confirmed-by <codes>', 'administrators who confirm another administrator')
    .action((given: Added) =>
      within(async (world) => {
        const { code, name, number, roles, relative, confirmedBy } = given;
        const made = {
          code,
          name,
          identity: numberIn(world, number),
          roles: rolesIn(roles),
          relatives: relative.map((one) => numberIn(world, one)),
          confirmedBy: listIn(confirmedBy),
        };
        tellLink(await addMember(world, made));
      }),
    );
  staff
    .command('list')
    .description('name every member')
    .action(() => within(list));
  changingCommands(staff, within);
  return staff;
}

function changingCommands(staff: Command, within: Within): void {
  staff
    .command('invite')
    .argument('<code>', 'whose passkey is lost, or whose first link ended')
    .option('--confirmed-by <codes>', 'two administrators who saw the person')
    .description('print a new link to enrol; using it ends the passkey they had')
    .action((code: string, given: { confirmedBy?: string }) =>
      within(async (world) =>
        tellLink(await inviteMember(world, { code, confirmedBy: listIn(given.confirmedBy) })),
      ),
    );
  staff
    .command('disable')
    .argument('<code>')
    .description('shut a member out at once')
    .action((code: string) =>
      within(async (world) => tell(await shutOut(world, code), 'Disabled; every session is over')),
    );
  staff
    .command('relatives')
    .argument('<code>')
    .option('--add <numbers...>', 'numbers to declare', [])
    .option('--remove <numbers...>', 'numbers declared by mistake', [])
    .description('declare whose accounts a member keeps away from')
    .action((code: string, given: { add: string[]; remove: string[] }) =>
      within(async (world) => {
        const [add, remove] = [given.add, given.remove].map((some) =>
          some.map((one) => numberIn(world, one)),
        );
        tell(await declareRelatives(world, { code, add: add ?? [], remove: remove ?? [] }), 'Declared');
      }),
    );
}
