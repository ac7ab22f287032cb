/** Where a secret could be seen by others: answers of the request, the referrer, the address bar. */
import { paths } from '../../../src/web/paths.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { follow, pathOf, receive } from '../../steps.ts';

const inAnswers: Attack = {
  ids: ['ATK-17', 'H7'],
  title: 'Find the link or the code in an answer',
  leaves: { nothing: 'nothing is refused here' },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const asker = target.browse();
    target.heard.length = 0;
    const { token, code } = await receive(target, asker, who);
    await asker.open(paths.enterCode);
    await asker.open(paths.enterCodeState);
    const heard = target.heard.join('\n');
    works(heard.includes('<form'), 'nothing was heard');
    for (const [name, secret] of Object.entries({ link: token, code, 'code as shown': spaced(code) }))
      holds(!heard.includes(secret), `the ${name} is in an answer to who asked for it`);
    return held(`${heard.length} characters of answers hold neither the link nor the code`);
  },
};

const spaced = (code: string): string => `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}`;

const referrer: Attack = {
  ids: ['ATK-12'],
  title: 'Have the link’s page tell its address to others',
  leaves: { nothing: 'nothing is refused here' },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const letter = await receive(target, target.browse(), who);
    const owner = target.browse();
    const page = await owner.open(`${paths.followLink}${letter.token}`);
    holds(page.headers.get('referrer-policy') === 'no-referrer', 'the page lets browsers send a referrer');
    holds(page.headers.get('cache-control') === 'no-store', 'the page may be kept');
    const { host } = new URL(target.origin);
    for (const [, address = ''] of page.html.matchAll(/(?:src|href|action)="(https?:)?\/\/[^"]*"/g))
      holds(address.includes(host), 'the page loads or links something of another site');
    await follow(owner, letter, who);
    works(pathOf(owner) === paths.chooseKey, `the owner’s link led to ${pathOf(owner)}`);
    holds(!owner.page.url.href.includes(letter.token), 'the address still holds the link');
    holds(!owner.page.html.includes(letter.token), 'the page of the new key holds the link');
    return held('no referrer, no other site, and the link leaves the address when it is pressed');
  },
};

export const leaks = [inAnswers, referrer] as const;
