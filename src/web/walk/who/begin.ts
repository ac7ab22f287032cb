import { identify } from '../../../actions/recovery/identify.ts';
import type { Claim } from '../../../rules/identity.ts';
import type { Profile } from '../../../rules/policy.ts';
import { at } from '../../../words/times.ts';
import { goTo } from '../../page/page.ts';
import { pathOfStage } from '../../paths.ts';
import { stop } from '../../problems.ts';
import { deviceOf } from '../../request/device.ts';
import { workDone } from '../../request/robot-check.ts';
import { type Ctx, readDraft } from '../../request/visit.ts';

/** How the walk learns where a request comes from. */
export type Origins = { readonly networksOf: (ip: string) => string[] };

/** The profile of this draft; a browser that skipped the first page is taken for the usual one. */
export function profileOf(c: Ctx): Profile | undefined {
  const { profiles } = c.var.visit.world.institution;
  const { profile } = readDraft(c);
  return profiles.find((one) => one.id === profile) ?? profiles[0];
}

/** Opens the case of a claim and goes to its first page. The same for every number there is or is not. */
export async function begin(
  c: Ctx,
  claim: Claim,
  sent: { prueba: string; sitio: string },
  { networksOf }: Origins,
): Promise<Response> {
  const { visit } = c.var;
  const { world, words, language } = visit;
  const profile = profileOf(c);
  if (!profile) return stop(c, words.problems.broken, 500);
  const { purpose, portal } = readDraft(c);
  const started = await identify(world, {
    claim,
    profile: profile.id,
    purpose: purpose ?? 'recover',
    portal: portal ?? null,
    language,
    device: deviceOf(c.req.header('user-agent')),
    browser: visit.browser,
    networks: networksOf(c.env.ip ?? ''),
    work: sent.prueba === '' ? 0 : await workDone(c, sent.prueba),
    suspicious: sent.sitio !== '',
  });
  if (started.kind === 'network-closed') {
    const time = at(started.until, world.clock.now(), world.institution.timezone, language);
    return stop(c, words.problems.tooMany(time), 429);
  }
  return goTo(c, pathOfStage[started.stage]);
}
