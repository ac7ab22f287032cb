import { secondsToLeave } from '../../actions/mail/hand-over.ts';
import { serviceHealth } from '../../actions/upkeep/health.ts';
import { type Html, html, type Value } from '../../lib/html.ts';
import type { HelpPage, HelpSection } from '../../words/shapes.ts';
import { clock } from '../../words/times.ts';
import { show } from '../page/page.ts';
import { links } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { stop } from '../problems.ts';
import type { App, Ctx } from '../request/visit.ts';

/** C27: pages that explain. Each is one address under the same roof. */
export function helpPages(app: App): void {
  app.get(`${paths.help}:page`, (c) => {
    const { words, house, world } = c.var.visit;
    const { help } = words;
    const { mail } = world.institution;
    switch (c.req.param('page')) {
      case 'mensajes':
        return view(c, help.messages(house, `${mail.fromName} <${mail.from}>`));
      case 'ayudar':
        return view(c, help.helping(house));
      case 'ciber':
        return view(c, help.internetCafe(house));
      case 'oficinas':
        return view(c, help.offices(house), officeTable(c));
      case 'privacidad':
        return view(c, help.privacy(privacyFacts(c)));
      case 'accesibilidad':
        return view(c, help.accessibility(house));
      case 'estado':
        return viewStatus(c);
      default:
        return stop(c, words.problems.notFound, 404);
    }
  });
}

function privacyFacts(c: Ctx) {
  const { house, world } = c.var.visit;
  const { institution } = world;
  return {
    house,
    mailbox: institution.mail.replyTo,
    address: institution.offices[0]?.address ?? institution.name,
    hasQuestions: institution.profiles.some((profile) => profile.gates.includes('questions')),
    caseMinutes: institution.policy.caseMinutes,
  };
}

const section = ({ heading, paragraphs, items }: HelpSection): Html =>
  html`<section class="stack"><h2>${heading}</h2>${paragraphs.map((text) => html`<p>${text}</p>`)}${
    items.length > 0 && html`<ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`
  }</section>`;

function view(c: Ctx, page: HelpPage, more?: Value): Response {
  const { help } = c.var.visit.words;
  const others = links([
    [`${paths.help}mensajes`, help.messages(c.var.visit.house, '').title],
    [`${paths.help}ayudar`, help.helping(c.var.visit.house).title],
    [`${paths.help}ciber`, help.internetCafe(c.var.visit.house).title],
  ]);
  return show(c, {
    title: page.title,
    back: paths.start,
    main: html`<div class="stack"><h1>${page.title}</h1><p>${page.intro}</p>${more}${page.sections.map(section)}<hr>${others}</div>`,
  });
}

function officeTable(c: Ctx): Html {
  const { words, world, language } = c.var.visit;
  const { officeTable: say } = words.help;
  const offices = world.institution.offices.map(
    (office) =>
      html`<li><h2>${office.name}</h2><p>${say.province}: ${office.province}</p><p>${say.address}: ${office.address}</p><p>${say.hours}: ${office.hours[language]}</p></li>`,
  );
  return html`<ul class="cards">${offices}</ul>`;
}

/** One sentence, the one people would ask for: can I recover my key now? */
async function viewStatus(c: Ctx): Promise<Response> {
  const { words, world, language } = c.var.visit;
  const { status } = words.help;
  const health = await serviceHealth(world);
  const leaves = health === 'yes' ? await secondsToLeave(world) : undefined;
  const time = clock(world.clock.now(), world.institution.timezone, language);
  return show(c, {
    title: status.title,
    back: paths.start,
    main: html`<div class="stack"><h1>${status.title}</h1><h2>${status.question}</h2><p><strong>${status[health]}</strong></p>${leaves !== undefined && html`<p>${status.leaving(leaves)}</p>`}<p class="small lead">${status.checked(time)}</p></div>`,
  });
}
