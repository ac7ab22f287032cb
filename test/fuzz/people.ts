/** Who walks: an owner, and adversaries who know everything of the owner but what is in the mailbox. */
import { sha256 } from '../../src/lib/digest.ts';
import { paths } from '../../src/web/paths.ts';
import { browserOf, nameHashOf } from '../attacks/places.ts';
import { type Citizen, citizen } from '../journeys/steps.ts';
import { type Form, formsOf, goodKey, Walker } from '../walker.ts';
import { readMail, type TestWorld } from '../world.ts';

/** What one run is about. Each has people of its own, so that a run can be played again by itself. */
export type Scene = {
  readonly world: TestWorld;
  readonly owner: Citizen;
  readonly ownerHash: Buffer;
  /** The adversaries' own account: its mailbox is theirs to read. */
  readonly mallory: Citizen;
  readonly ownerAt: Walker;
  /** Two browsers of each of two adversaries, who share what they find. */
  readonly adversaries: readonly (readonly [Walker, Walker])[];
  readonly tally: Tally;
};

export type Tally = {
  /** Digests of every cookie the owner's browser ever sent. */
  readonly ownerCookies: Set<string>;
  /** Every form any adversary has seen. */
  readonly forms: Form[];
  readonly codesTried: Set<string>;
  /** Codes that were sent a second time: they tell nothing new, and need not cost a try. */
  codesRepeated: number;
  guesses: number;
  readonly faults: string[];
};

/** What the owner chooses among. */
export const newKeys = [goodKey, 'Quilombo7Azul3', 'Tranvia5Mango8', 'Ladrillo2Verde6'] as const;
/** What adversaries would set, if they came so far. */
export const malloryKey = 'Ganzua4Noche7';

/** A browser whose every answer is looked at. */
function watched(
  world: TestWorld,
  ip: string,
  look: (sent: Request, answer: Response, html: string) => void,
) {
  return new Walker(async (request) => {
    const sent = request.clone();
    const answer = await world.app.fetch(request, { ip });
    look(sent, answer, answer.status === 204 ? '' : await answer.clone().text());
    return answer;
  });
}

function noteCookies(tally: Tally, sent: Request): void {
  for (const [, value = ''] of (sent.headers.get('cookie') ?? '').matchAll(/=([^;]+)/g))
    tally.ownerCookies.add(sha256(value).toString('hex'));
}

/** The page that sets a key for the owner's number: it names whom the key is for. */
const isOwners = (html: string, { number }: Citizen): boolean =>
  html.includes(`name="usuario" type="text" value="${number}"`);

/** Sets the scene, with nobody anywhere yet. */
export async function sceneOf(world: TestWorld, place: number): Promise<Scene> {
  const [owner, mallory] = [citizen((2 * place) % 64), citizen((2 * place + 1) % 64)];
  const tally: Tally = {
    ownerCookies: new Set(),
    forms: [],
    codesTried: new Set(),
    codesRepeated: 0,
    guesses: 0,
    faults: [],
  };
  const failed = (sent: Request, { status }: Response): void => {
    if (status >= 500) tally.faults.push(`${sent.method} ${sent.url}: ${status}`);
  };
  const ownerAt = watched(world, '198.51.100.1', (sent, answer) => {
    failed(sent, answer);
    noteCookies(tally, sent);
  });
  const adversary = (ip: string): Walker =>
    watched(world, ip, (sent, answer, html) => {
      failed(sent, answer);
      if (isOwners(html, owner)) tally.faults.push(`an adversary is on ${sent.url}`);
      if (tally.forms.length < 400) tally.forms.push(...formsOf(html));
    });
  const adversaries = [
    [adversary('203.0.113.1'), adversary('203.0.113.2')],
    [adversary('192.0.2.1'), adversary('192.0.2.2')],
  ] as const;
  for (const walker of [ownerAt, ...adversaries.flat()]) await walker.open(paths.chooseProfile);
  return { world, owner, ownerHash: nameHashOf(owner), mallory, ownerAt, adversaries, tally };
}

/** The messages of one mailbox that recover something, oldest first, as whoever opens it reads them. */
export async function mailbox({ world }: Scene, { email }: Citizen) {
  await world.mail();
  return readMail(world.config.outboxDirectory)
    .filter(({ to }) => to.by === 'mail' && to.address === email)
    .flatMap(({ message }) =>
      message.kind === 'recover' ? [{ ...message, token: message.link.split('/r/')[1] ?? '' }] : [],
    );
}

/** A browser nobody used, for the end. */
export const another = ({ world }: Scene): Walker => browserOf(world, '198.51.100.99');
