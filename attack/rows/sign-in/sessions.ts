/** Sessions, second factors and other people's accounts behind the sign-in. */
import { randomBytes } from 'node:crypto';
import { paths } from '../../../src/web/paths.ts';
import { nameHashOf } from '../../../test/attacks/places.ts';
import { formsOf, goodKey } from '../../../test/walker.ts';
import { type Attack, held, holds, notApplicable, works } from '../../attack.ts';
import { foreignKey, isOpen, opens, pathOf, post, prove, recover, signedIn } from '../../steps.ts';

const survive: Attack = {
  ids: ['ATK-36', 'ATK-30'],
  title: 'Keep or win a session while the owner recovers',
  leaves: { lines: ['signed-in: not-signed-in'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const before = [await signedIn(target, who), await signedIn(target, who)];
    const owner = target.browse();
    await prove(target, owner, who);
    // In one instant: the new key, sign-ins with the former one, and somebody signing out.
    const late = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const walker = target.browse();
        await walker.open(paths.signIn);
        return walker;
      }),
    );
    const [leaving] = before;
    works(leaving !== undefined, 'nobody is signed in');
    await leaving.open(paths.sessions);
    await target.fire([
      {
        walker: owner,
        path: paths.chooseKey,
        fields: { clave: goodKey, clave2: goodKey, _csrf: owner.token },
      },
      ...late.map((walker) => ({
        walker,
        path: paths.signIn,
        fields: { numero: who.number, clave: who.key, portal: 'fondo', _csrf: walker.token },
      })),
      { walker: leaving, path: paths.signOut, fields: { _csrf: leaving.token } },
    ]);
    works(await opens(target, who, goodKey), 'the owner’s new key does not sign in');
    for (const walker of [...before, ...late])
      holds(!(await isOpen(walker)), 'a session of the former key outlived the recovery');
    holds(!(await opens(target, who, who.key)), 'the former key still signs in');
    return held('two sessions of before and six sign-ins in the same instant are dead');
  },
};

const others: Attack = {
  ids: ['ATK-18'],
  title: 'Name somebody else’s session, change or key in one’s own form',
  leaves: { nothing: 'names of what is another’s are looked for among one’s own, and not found' },
  needs: [],
  async run(target) {
    const [mallory, victim] = [await target.someone(), await target.bystander()];
    const [thief, owner, elsewhere] = [
      await signedIn(target, mallory),
      await signedIn(target, victim),
      await signedIn(target, victim),
    ];
    await owner.open(paths.sessions);
    const ids = formsOf(owner.page.html).flatMap(({ fields }) => (fields.sesion ? [fields.sesion] : []));
    works(ids.length > 0, 'the owner sees no other session');
    await thief.open(paths.sessions);
    for (const sesion of [...ids, ids[0]?.toUpperCase() ?? '', '*', `' or true --`])
      await post(thief, paths.sessions, { sesion });
    await post(thief, paths.sessions, { otras: '1' });
    for (const name of ['numero', 'usuario', 'account_id'])
      await post(thief, `${paths.newKey}?${name}=${victim.number}`, {
        clave: foreignKey,
        clave2: foreignKey,
        [name]: victim.number,
      });
    for (const path of [paths.cancelOwnChange, paths.confirmContact])
      await post(thief, path, { cambio: ids[0] ?? '', codigo: '00000000' });
    holds((await isOpen(owner)) && (await isOpen(elsewhere)), 'somebody ended the session of another');
    holds(!(await opens(target, victim, foreignKey)), 'somebody set the key of another');
    return held('names of others’ sessions, changes and accounts mean nothing in one’s own forms');
  },
};

const factors: Attack = {
  ids: ['ATK-37', 'H33'],
  title: 'Take a second factor away by recovering the first',
  leaves: { nothing: 'who is not signed in is refused before any account is looked at' },
  needs: ['inbox', 'inside'],
  async run(target) {
    const who = await target.someone();
    const { sql } = target.own;
    await sql(
      `insert into passkeys (credential_id, account_id, public_key, counter, device, made_at)
       select $1, id, '\\x00', 0, 'android', now() from accounts where name_hash = $2`,
      [randomBytes(16), nameHashOf(who)],
    );
    const kept = () =>
      sql(
        `select p.credential_id, p.leaves_at from passkeys p join accounts a on a.id = p.account_id where a.name_hash = $1`,
        [nameHashOf(who)],
      );
    const before = JSON.stringify(await kept());
    works(before.length > 2, 'there is no passkey to lose');
    const owner = await recover(target, who);
    await owner.open(paths.passkeys);
    holds(pathOf(owner) !== paths.passkeys, 'a recovery leads to the page of passkeys');
    await post(owner, paths.removePasskey, { equipo: '1' });
    holds(JSON.stringify(await kept()) === before, 'a recovery by mailbox changed the passkey');
    return held('a recovery by mailbox leaves the passkey as it was');
  },
};

const openId: Attack = {
  ids: ['ATK-55'],
  title: 'Replay, redirect or downgrade OpenID Connect',
  leaves: { nothing: 'there is nothing to attack' },
  needs: [],
  async run(target) {
    const walker = target.browse();
    for (const page of [
      '/.well-known/openid-configuration',
      '/authorize',
      '/token',
      '/oauth/token',
      '/userinfo',
    ])
      holds((await walker.look(page)).status === 404, `${page} answers`);
    return notApplicable('Reclave is no OpenID Provider: its addresses are 404');
  },
};

const unlockOthers: Attack = {
  ids: ['H28'],
  title: 'Unlock or protect somebody else’s account while signed in to one’s own',
  leaves: { nothing: 'who has no session of the desk is refused before anything is looked at' },
  needs: [],
  async run(target) {
    const thief = await signedIn(target, await target.bystander());
    const staffOnly = [
      [paths.unlock, {}],
      [paths.wantKey, {}],
      [paths.deskFreeze, { ficha: 'A'.repeat(43), causa: 'person-asks' }],
      [paths.deskOpenCase, { ficha: 'A'.repeat(43), asunto: 'unlock' }],
      [
        paths.deskDecide,
        { tramite: '1', version: '1', decision: 'approved', pregunta: '', porque: '', respuesta: '' },
      ],
    ] as const;
    for (const [path, fields] of staffOnly) {
      const answer = await post(thief, path, fields);
      const location = answer.headers.get('location') ?? '';
      const away = answer.status === 303 && !location.startsWith(path) && location !== paths.done;
      holds(away || answer.status >= 400, `${path} is answered ${answer.status}`);
    }
    for (const page of [paths.desk, paths.deskSearch, paths.deskTeam, paths.audit]) {
      await thief.open(page);
      holds(!pathOf(thief).startsWith(page) || pathOf(thief) === paths.deskSignIn, `${page} opens`);
    }
    works(await isOpen(thief), 'one’s own session ended');
    return held('a person’s session opens no account but its own, and no desk');
  },
};

export const sessionRows = [survive, others, factors, openId, unlockOthers] as const;
