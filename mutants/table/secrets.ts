import type { Mutant } from '../mutant.ts';

/** Links, codes and messages of a recovery. */
export const secrets: readonly Mutant[] = [
  {
    number: 1,
    breaks: 'a link is taken when it begins like the one that was sent',
    edits: [
      {
        file: 'src/actions/recovery/proof/send-message.ts',
        find: 'null : sha256(token)',
        replace: 'null : sha256(token.slice(0, 22))',
      },
      {
        file: 'src/actions/recovery/follow-link.ts',
        find: 'sha256(token)',
        replace: 'sha256(token.slice(0, 22))',
      },
      {
        file: 'src/actions/recovery/follow-link.ts',
        find: 'sha256(visit.token)',
        replace: 'sha256(visit.token.slice(0, 22))',
      },
    ],
    tests: ['test/attacks/link-token.test.ts'],
  },
  {
    number: 2,
    breaks: 'the token of a link is stored as it was sent',
    edits: [
      {
        file: 'src/actions/recovery/proof/send-message.ts',
        find: 'null : sha256(token)',
        replace: 'null : Buffer.from(token)',
      },
      {
        file: 'src/actions/recovery/follow-link.ts',
        find: 'sha256(token)',
        replace: 'Buffer.from(token)',
      },
      {
        file: 'src/actions/recovery/follow-link.ts',
        find: 'sha256(visit.token)',
        replace: 'Buffer.from(visit.token)',
      },
    ],
    tests: ['test/attacks/canaries.test.ts'],
  },
  {
    number: 3,
    breaks: 'the time of a link is judged where it is looked at, not where it is used',
    edits: [
      { file: 'src/rules/proving.ts', find: '!event.live || event.at > event.until', replace: '!event.live' },
    ],
    tests: ['src/rules/decide.test.ts'],
  },
  {
    number: 4,
    breaks: 'a case is read without its lock, judged, and written',
    edits: [
      { file: 'src/store/cases.ts', find: 'where id = $1) for no key update)', replace: 'where id = $1))' },
      { file: 'src/store/cases.ts', find: ' and c.id = $1 for update of c', replace: ' and c.id = $1' },
    ],
    tests: ['test/attacks/gates.test.ts'],
  },
  {
    number: 5,
    breaks: 'looking at a link uses it up',
    edits: [
      {
        file: 'src/actions/recovery/follow-link.ts',
        find: 'import { type Challenge, challengeOfLink }',
        replace: 'import { type Challenge, challengeOfLink, endChallengesOfNumber }',
      },
      {
        file: 'src/actions/recovery/follow-link.ts',
        find: '  const codeWorks =',
        replace: '  await endChallengesOfNumber(world.db, found.nameHash, at);\n  const codeWorks =',
      },
    ],
    tests: ['test/attacks/scan-links.test.ts'],
  },
  {
    number: 6,
    breaks: 'the link of a message names the host that a proxy is said to have seen',
    edits: [
      {
        file: 'src/web/request/visit.ts',
        find: "    c.set('visit', {\n      world,",
        replace:
          "    const host = c.req.header('x-forwarded-host');\n    c.set('visit', {\n      world: host ? { ...world, baseUrl: `https://${host}` } : world,",
      },
    ],
    tests: ['test/attacks/host-and-forwarded.test.ts'],
  },
  {
    number: 7,
    breaks: 'a message goes to the address as it was typed',
    edits: [
      {
        file: 'src/actions/recovery/proof/send-message.ts',
        find: 'firstName: personal.firstName, address }',
        replace: 'firstName: personal.firstName, address: provisions.named ?? address }',
      },
      {
        file: 'src/actions/recovery/proof/send-message.ts',
        find: 'function personOf({ personal }: Provisions',
        replace: 'function personOf({ personal, ...provisions }: Provisions',
      },
    ],
    tests: ['test/journeys/name-contact.test.ts'],
  },
  {
    number: 8,
    breaks: 'a field that is sent twice is joined with a comma',
    edits: [
      { file: 'src/web/request/form.ts', find: ' || sent.has(name)', replace: '' },
      {
        file: 'src/web/request/form.ts',
        find: 'sent.set(name, value)',
        replace: "sent.set(name, [sent.get(name) ?? [], value].flat().join(','))",
      },
    ],
    tests: ['test/journeys/name-contact.test.ts'],
  },
  {
    number: 19,
    breaks: 'no token is the token of a message that has no link',
    edits: [
      {
        file: 'src/store/challenges.ts',
        find: 'where link_hash = $1',
        replace: 'where link_hash is not distinct from $1',
      },
      {
        file: 'src/actions/recovery/follow-link.ts',
        find: 'sha256(token)',
        replace: 'token ? sha256(token) : null',
      },
      {
        file: 'src/actions/recovery/follow-link.ts',
        find: 'sha256(visit.token)',
        replace: 'visit.token ? sha256(visit.token) : null',
      },
      { file: 'src/web/request/visit.ts', find: '{22,200}', replace: '{0,200}' },
    ],
    tests: ['test/attacks/link-token.test.ts'],
  },
  {
    number: 20,
    breaks: 'what one browser has shown counts in another',
    edits: [{ file: 'src/rules/proving.ts', find: 'counts && event.by.holder &&', replace: 'counts &&' }],
    tests: ['src/rules/decide.test.ts'],
  },
];
