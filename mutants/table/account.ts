import type { Mutant } from '../mutant.ts';

/** The end of a recovery, the key itself, and changes of contacts. */
export const account: readonly Mutant[] = [
  {
    number: 13,
    breaks: 'a new key leaves everybody signed in',
    edits: [{ file: 'src/rules/decide.ts', find: 'sessions: true', replace: 'sessions: false' }],
    tests: ['src/rules/decide.test.ts'],
  },
  {
    number: 15,
    breaks: 'whoever sets a key is signed in by it',
    edits: [
      {
        file: 'src/web/walk/choose-key.ts',
        find: "import { html } from '../../lib/html.ts';",
        replace:
          "import { randomUUID } from 'node:crypto';\nimport { randomToken, sha256 } from '../../lib/digest.ts';\nimport { beginSession } from '../../store/account/sessions.ts';\nimport { html } from '../../lib/html.ts';",
      },
      {
        file: 'src/web/walk/choose-key.ts',
        find: "    return outcome?.state.stage.kind === 'closed' && !outcome.refusal",
        replace:
          "    if (outcome?.state.stage.kind === 'closed' && !outcome.refusal) {\n      const session = randomToken(32);\n      const of = { accountId: at.view.found.accountId, portal: 'fondo', device: 'other', deviceId: randomUUID() };\n      await beginSession(world.db, sha256(session), of, world.clock.now());\n      c.var.visit.jar.set(c, 'session', session);\n    }\n    return outcome?.state.stage.kind === 'closed' && !outcome.refusal",
      },
    ],
    tests: ['test/journeys/choose-key.test.ts'],
  },
  {
    number: 21,
    breaks: 'whether the account may be served is not judged when the key is written',
    edits: [
      {
        file: 'src/rules/decide.ts',
        find: "  if (!event.open) return close(state, 'barred', event.at, 'account-barred');\n",
        replace: '',
      },
    ],
    tests: ['src/rules/decide.test.ts'],
  },
  {
    number: 22,
    breaks: 'a recovery by one method lifts a freeze',
    edits: [
      {
        file: 'src/rules/decide.ts',
        find: 'stage.evidence.length >= 2',
        replace: 'stage.evidence.length >= 1',
      },
    ],
    tests: ['src/rules/decide.test.ts'],
  },
  {
    number: 23,
    breaks: 'the length of a key is counted in UTF-16 units',
    edits: [{ file: 'src/rules/key-rule.ts', find: '[...key].length', replace: 'key.length' }],
    tests: ['src/rules/key-rule.test.ts'],
  },
  {
    number: 24,
    breaks: 'a key is cut at 72 bytes',
    edits: [
      {
        file: 'src/lib/keys/key-hash.ts',
        find: "Buffer.from(key.normalize('NFC'), 'utf8')",
        replace: "Buffer.from(key.normalize('NFC'), 'utf8').subarray(0, 72)",
      },
    ],
    tests: ['test/lib/key-hash.test.ts'],
  },
  {
    number: 25,
    breaks: 'a key is folded to its compatibility form',
    edits: [
      { file: 'src/rules/key-rule.ts', find: "typed.normalize('NFC')", replace: "typed.normalize('NFKC')" },
    ],
    tests: ['src/rules/key-rule.test.ts'],
  },
  {
    number: 36,
    breaks: 'only the new address is told of a change',
    edits: [
      {
        file: 'src/actions/contact/carry-out.ts',
        find: '[{ slot: change.slot, contacts }])',
        replace: '[{ slot: change.slot, contacts }]).filter(([, one]) => one === contacts.to)',
      },
    ],
    tests: ['test/attacks/contact.test.ts'],
  },
  {
    number: 37,
    breaks: 'a confirmed contact holds at once',
    edits: [
      {
        file: 'src/rules/account/contact-change.ts',
        find: 'return go(state, holdFrom(at, terms.policy.contactChange.holdHours)',
        replace: 'return go(state, holdFrom(at, 0)',
      },
    ],
    tests: ['test/rules/contact-change.test.ts'],
  },
  {
    number: 41,
    breaks: 'without a whole list of common keys every key is taken',
    edits: [
      {
        file: 'src/lib/keys/blocklist.ts',
        find: "if (!whole) throw new Error('blocklist data is not a whole list');",
        replace: 'if (!whole) return;',
      },
      { file: 'src/lib/keys/blocklist.ts', find: 'if (set.size < fewest)', replace: 'if (set.size < 0)' },
    ],
    tests: ['test/lib/blocklist.test.ts'],
  },
  {
    number: 42,
    breaks: 'the page tells another length than the server asks for',
    edits: [
      {
        file: 'src/words/es/walk.ts',
        find: '`Entre ${rule.min} y ${rule.max} letras',
        replace: '`Entre 8 y ${rule.max} letras',
      },
    ],
    tests: ['test/journeys/choose-key.test.ts'],
  },
];
