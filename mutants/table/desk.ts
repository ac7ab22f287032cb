import type { Mutant } from '../mutant.ts';

/** The counter, the log of what happened, and the log of the service. */
export const desk: readonly Mutant[] = [
  {
    number: 30,
    breaks: 'whoever worked on a case may approve it',
    edits: [
      {
        file: 'src/rules/desk/four-eyes.ts',
        find: "  if (hands.some(({ id }) => id === by.id)) return 'own-case';\n",
        replace: '',
      },
    ],
    tests: ['test/journeys/approve.test.ts'],
  },
  {
    number: 31,
    breaks: 'an approval is judged by what was read before the lock',
    edits: [
      {
        file: 'src/actions/desk/case/hold-case.ts',
        find: '(held) => withCase(world, held, desk, id, work)',
        replace: '(held) => work({ held, desk, kept: seen, papers: openPapers(world, seen) })',
      },
    ],
    tests: ['test/attacks/desk.test.ts'],
  },
  {
    number: 32,
    breaks: 'the agent reads the link that the person was sent',
    edits: [
      {
        file: 'src/actions/desk/case/view-case.ts',
        find: '    note: papers.note,',
        replace: '    note: `${papers.note ?? ""} ${world.baseUrl}/cancelar/${papers.cancel}`,',
      },
    ],
    tests: ['test/journeys/approve.test.ts'],
  },
  {
    number: 33,
    breaks: 'a line of the log is written beside the transaction it tells of',
    edits: [
      {
        file: 'src/actions/recovery/advance.ts',
        find: 'await appendAudit(tx, {',
        replace: 'await appendAudit(world.db, {',
      },
    ],
    tests: ['test/attacks/gates.test.ts'],
  },
  {
    number: 34,
    breaks: 'the chain of seals is held against nothing outside',
    edits: [
      { file: 'src/rules/audit/batch.ts', find: 'outside.get(batch)', replace: 'outside.get(0)' },
      {
        file: 'src/rules/audit/verify.ts',
        find: 'this.#head?.open && outside[0] !== undefined',
        replace: 'this.#head?.open && outside[0] === -1',
      },
    ],
    tests: ['test/audit/tamper.test.ts'],
  },
  {
    number: 35,
    breaks: 'the token of a link stands in the log of the service',
    edits: [
      {
        file: 'src/actions/recovery/follow-link.ts',
        find: '  const seen = await find(world, visit.token);',
        replace:
          "  world.log.info({ event: 'link-followed', code: visit.token });\n  const seen = await find(world, visit.token);",
      },
    ],
    tests: ['test/attacks/canaries.test.ts'],
  },
];
