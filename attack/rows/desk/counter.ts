/** Insiders: an agent alone with a good story, and what a screen of the desk shows. */

import type { StaffRole } from '../../../src/rules/desk/staff.ts';
import { paths } from '../../../src/web/paths.ts';
import { find, goodChecklist, openCaseAt } from '../../../test/journeys/counter.ts';
import { enrolOnPaper, hire, seat } from '../../../test/journeys/staff.ts';
import { formsOf, type Walker } from '../../../test/walker.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { pathOf, post, receive } from '../../steps.ts';
import type { Target } from '../../target/target.ts';

let places = 700;

/** A member of staff at work, signed in as a passkey would have it. */
async function atWork(target: Target, role: StaffRole): Promise<Walker> {
  const walker = target.browse();
  await walker.open(paths.deskSignIn);
  const member = await hire(target.own, places++, [role]);
  await enrolOnPaper(target.own, member);
  await seat(target.own, walker, member, role);
  return walker;
}

const without = (...names: readonly (keyof typeof goodChecklist)[]): Record<string, string> =>
  Object.fromEntries(Object.entries(goodChecklist).filter(([name]) => !names.some((one) => one === name)));

/** What an agent is talked into: every fact told, and no document, no face, or one that ran out. */
const stories = [
  without('documento'),
  without('foto'),
  without('documento', 'foto', 'segunda', 'intacto'),
  { ...goodChecklist, ano: '2020' },
  { ...goodChecklist, documento: 'letter' },
];

const talkedInto: Attack = {
  ids: ['ATK-48'],
  title: 'Talk an agent into a change, or make it alone as one',
  leaves: { lines: ['desk-proofed: not-proofed'] },
  needs: ['inside'],
  async run(target) {
    const { number } = await target.someone();
    const agent = await atWork(target, 'agent');
    await find(agent, number);
    await openCaseAt(agent, 'email');
    const tramite = /\/mesa\/tramite\/([0-9a-f-]{36})/.exec(agent.page.url.pathname)?.[1] ?? '';
    for (const checklist of stories) {
      await post(agent, paths.deskProve, { tramite, ...checklist });
      await agent.open(`${paths.deskCase}${tramite}`);
      const further = formsOf(agent.page.html).some(({ action }) => action === paths.deskNameContact);
      holds(!further, 'a person was confirmed without document and face');
    }
    const decision = { tramite, version: '1', decision: 'approved', pregunta: '', porque: '', respuesta: '' };
    const alone = [
      [paths.deskNameContact, { tramite, contacto: 'ladron@otro.example', leido: '1' }],
      [paths.deskSubmit, { tramite, nota: 'urgente' }],
      [paths.deskReview, { tramite }],
      [paths.deskDecide, decision],
      [paths.deskReviewReveal, { tramite, dato: 'email', motivo: 'review' }],
    ] as const;
    for (const [path, fields] of alone) await post(agent, path, fields);
    const page = await agent.open(`${paths.deskApprove}/${tramite}`);
    holds(page.status === 403 || pathOf(agent) !== `${paths.deskApprove}/${tramite}`, 'an agent may approve');
    const supervisor = await atWork(target, 'supervisor');
    await post(supervisor, paths.deskDecide, decision);
    const [row] = await target.own.sql<{ count: number }>(
      `select count(*)::int as count from audit where event = 'case-decided' or (event like 'contact-%' and note = 'office')`,
    );
    holds(row?.count === 0, 'a case was decided');
    const changed = await target.own
      .sql(`select from contact_changes where desk_case_id = $1`, [tramite])
      .catch(() => []);
    holds(changed.length === 0, 'a contact is about to change');
    await agent.open(`${paths.deskCase}${tramite}`);
    await post(agent, paths.deskProve, { tramite, ...goodChecklist });
    await agent.open(`${paths.deskCase}${tramite}`);
    works(
      formsOf(agent.page.html).some(({ action }) => action === paths.deskNameContact),
      'a person with documents is not confirmed either',
    );
    return held(
      `${stories.length} stories and ${alone.length} acts alone changed nothing; two documents and a face do`,
    );
  },
};

const secrets: Attack = {
  ids: ['ATK-49', 'H29'],
  title: 'Read a secret from a screen of the desk, or sort and filter by one',
  leaves: { lines: ['desk-searched'] },
  needs: ['inbox', 'inside'],
  async run(target) {
    const who = await target.someone();
    const letter = await receive(target, target.browse(), who);
    const hidden = [letter.code, letter.token, who.key];
    target.heard.length = 0;
    const agent = await atWork(target, 'agent');
    await find(agent, who.number);
    const ficha = pathOf(agent);
    for (const query of [
      '?sort=key_hash',
      '?order=code',
      '?filter[key_hash]=a',
      '?clave=a',
      '?campo=answers',
    ])
      for (const page of [ficha, paths.deskSearch, paths.deskTickets]) await agent.open(`${page}${query}`);
    for (const dato of [
      'clave',
      'key_hash',
      'answers',
      'respuestas',
      'code',
      '*',
      '__proto__',
      'constructor',
    ])
      holds(
        (await post(agent, paths.deskReveal, { ficha: ficha.split('/').at(-1) ?? '', dato, motivo: 'call' }))
          .status >= 400,
        `the desk shows “${dato}”`,
      );
    for (const role of ['supervisor', 'auditor', 'administrator'] as const) {
      const member = await atWork(target, role);
      for (const page of [paths.desk, paths.deskApprove, paths.audit, paths.auditReaders, paths.deskTeam])
        await member.open(`${page}?sort=key_hash&order=code`);
    }
    const heard = target.heard.join('\n');
    works(heard.includes(paths.deskSearch), 'no page of the desk was seen');
    for (const secret of hidden) holds(!heard.includes(secret), 'a screen of the desk holds a secret');
    return held(`${heard.length} characters of four roles’ screens hold none of ${hidden.length} secrets`);
  },
};

export const deskRows = [talkedInto, secrets] as const;
