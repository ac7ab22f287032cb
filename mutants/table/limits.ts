import type { Inapplicable, Mutant } from '../mutant.ts';

/** What nobody may learn, what is counted, and questions. */
export const limits: readonly Mutant[] = [
  {
    number: 9,
    breaks: 'for a number nobody has no message is written',
    edits: [
      {
        file: 'src/actions/recovery/proof/send-message.ts',
        find: '  const { link, code } = world',
        replace: '  if (!live) return;\n  const { link, code } = world',
      },
    ],
    tests: ['test/journeys/name-contact.test.ts'],
  },
  {
    number: 10,
    breaks: 'starts are counted for known numbers only',
    edits: [
      {
        file: 'src/actions/recovery/identify.ts',
        find: "import { insertCase } from '../../store/cases.ts';",
        replace:
          "import { accountByName } from '../../store/accounts.ts';\nimport { insertCase } from '../../store/cases.ts';",
      },
      {
        file: 'src/actions/recovery/identify.ts',
        find: 'const pressure = await countStart(',
        replace:
          'const known = await accountByName(world.db, nameHash);\n  const pressure: Pressure = !known ? { level: 0 } : await countStart(',
      },
    ],
    tests: ['test/journeys/check-robot.test.ts'],
  },
  {
    number: 11,
    breaks: 'wrong keys are counted by network only',
    edits: [
      { file: 'src/rules/waits.ts', find: 'Math.max(failures, everywhere.failures)', replace: 'failures' },
    ],
    tests: ['src/rules/waits.test.ts'],
  },
  {
    number: 12,
    breaks: 'another message gives new tries',
    edits: [
      {
        file: 'src/rules/messaging.ts',
        find: 'const standing = live ? messageAsked(state.standing, limits, at) : state.standing;',
        replace:
          'const standing = { ...messageAsked(state.standing, limits, at), codeTries: { since: at, used: 0 } };',
      },
    ],
    tests: ['src/rules/decide.test.ts'],
  },
  {
    number: 16,
    breaks: 'right answers are a proof',
    edits: [
      {
        file: 'src/rules/answering.ts',
        find: '  return go(after, nameContact(verdict));',
        replace:
          "  if (verdict === 'passed') return go(after, finishing({ evidence: ['mailbox'], until: at }, terms));\n  return go(after, nameContact(verdict));",
      },
    ],
    tests: ['src/rules/decide.test.ts'],
  },
  {
    number: 17,
    breaks: 'questions rotate: whoever begins again is asked others',
    edits: [
      {
        file: 'src/actions/recovery/questions.ts',
        find: '  return kept\n',
        replace: '  return kept && kept.length === 0\n',
      },
      {
        file: 'src/actions/recovery/questions.ts',
        find: "decoy(`${purpose} ${nameHash.toString('hex')} ${one}`)",
        replace: "decoy(`${purpose} ${nameHash.toString('hex')} ${one} ${world.clock.now()}`)",
      },
    ],
    tests: ['test/journeys/answer-question.test.ts'],
  },
  {
    number: 18,
    breaks: 'a wrong answer is told at once',
    edits: [
      {
        file: 'src/rules/answering.ts',
        find: '  const turn = stage.turn + 1;',
        replace:
          "  if (event.kind === 'question-answered' && !event.matches) return refuse(state, 'wrong-proof');\n  const turn = stage.turn + 1;",
      },
    ],
    tests: ['src/rules/decide.test.ts'],
  },
];

const noOpenIdConnect = 'Reclave speaks no OpenID Connect (docs/conformance.md)';

/** Numbers of the list that speak of what is not there. */
export const inapplicable: readonly Inapplicable[] = [14, 39, 40].map((number) => ({
  number,
  because: noOpenIdConnect,
}));
