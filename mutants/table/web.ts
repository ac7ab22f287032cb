import type { Mutant } from '../mutant.ts';

/** What a browser is told, and where it is led. */
export const web: readonly Mutant[] = [
  {
    number: 26,
    breaks: 'one form is taken from any page: signing out',
    edits: [
      {
        file: 'src/web/request/form.ts',
        find: 'return isOwnForm(visit, token)',
        replace: "return c.req.path === '/salir' || isOwnForm(visit, token)",
      },
    ],
    tests: ['test/attacks/forge-forms.test.ts'],
  },
  {
    number: 27,
    breaks: 'cookies go along with requests of other sites',
    edits: [{ file: 'src/web/request/cookies.ts', find: "sameSite: 'Lax'", replace: "sameSite: 'None'" }],
    tests: ['test/attacks/headers.test.ts'],
  },
  {
    number: 28,
    breaks: 'pages leave it to the browser what other sites learn of their address',
    edits: [
      {
        file: 'src/web/headers.ts',
        find: "    headers.set('referrer-policy', 'no-referrer');\n",
        replace: '',
      },
    ],
    tests: ['test/attacks/contact.test.ts'],
  },
  {
    number: 29,
    breaks: 'errors may be kept by caches',
    edits: [
      {
        file: 'src/web/headers.ts',
        find: "if (!headers.has('cache-control'))",
        replace: "if (!headers.has('cache-control') && c.res.status < 400)",
      },
    ],
    tests: ['test/attacks/headers.test.ts'],
  },
  {
    number: 38,
    breaks: 'whatever begins like an address of ours is led back to',
    edits: [
      {
        file: 'src/web/account/signed-in.ts',
        find: '  Object.values(paths).find(',
        replace: "  (asked?.startsWith('/') && asked) ||\n  Object.values(paths).find(",
      },
      {
        file: 'src/web/account/signed-in.ts',
        find: '  ) ?? paths.account;',
        replace: '  ) || paths.account;',
      },
    ],
    tests: ['test/attacks/account-pages.test.ts'],
  },
];
