/** The messages in Spanish. E-mail says it whole; an SMS fits one segment and avoids á, í, ó and ú, which double its price. */
import { greetable, groupCode, letter, plain, unbroken } from '../letters.ts';
import type { KeyChangedFacts, MailText, RecoverFacts, Sender, SomeoneTriedFacts } from '../shapes.ts';
import { clock, day, until, zone } from '../times.ts';
import { site } from './site.ts';

function hello(firstName: string): string {
  const name = greetable(firstName);
  return name === undefined ? 'Hola:' : `Hola, ${name}:`;
}

const closing = (instant: Date, sender: Sender): string =>
  `${sender.institutionName}\nLas horas de este mensaje son de ${zone(instant, sender.timezone, 'es')}.`;

function recover(facts: RecoverFacts, sender: Sender): MailText {
  const last = (end: Date) => unbroken(until(end, facts.askedAt, sender.timezone, 'es'));
  const caseWords = unbroken(facts.caseWords);
  return {
    subject: `${facts.caseWords}: recuperar su clave de ${sender.shortName}`,
    text: letter([
      hello(facts.firstName),
      `Hoy a las ${clock(facts.askedAt, sender.timezone, 'es')} alguien pidió recuperar la clave de su cuenta ` +
        `desde ${site.devices[facts.device]}. En la pantalla de ese equipo deben estar las mismas palabras de ` +
        `este mensaje: ${caseWords}.`,
      'Si fue usted, elija una de estas dos formas:',
      `1. Escriba este código en la página que dejó abierta. Sirve hasta ${last(facts.codeUntil)}:`,
      `   ${groupCode(facts.code)}`,
      `2. O abra esta dirección. Sirve hasta ${last(facts.linkUntil)}:`,
      `   ${facts.link}`,
      `   También puede escribir usted ${sender.host}/codigo en su navegador.`,
      `Si no fue usted, no haga nada: su clave sigue igual. Puede avisarnos en ${sender.baseUrl}/no-fui-yo ` +
        `o al ${unbroken(sender.helpPhone)}.`,
      `No reenvíe este mensaje. Nadie de ${sender.shortName} le pedirá este código, ni por teléfono ni por ` +
        'WhatsApp. El trámite es gratuito.',
      closing(facts.askedAt, sender),
    ]),
  };
}

function keyChanged(facts: KeyChangedFacts, sender: Sender): MailText {
  const date = day(facts.at, sender.timezone, 'es');
  return {
    subject: `${facts.caseWords}: cambió la clave de su cuenta de ${sender.shortName}`,
    text: letter([
      hello(facts.firstName),
      `La clave de su cuenta cambió hoy, ${date}, a las ${clock(facts.at, sender.timezone, 'es')}, desde ` +
        `${site.devices[facts.device]} (trámite ${unbroken(facts.caseWords)}). Cerramos su cuenta en los demás equipos.`,
      '¿Fue usted? No tiene que hacer nada.',
      `¿No fue usted? Proteja su cuenta ahora: llame al ${unbroken(sender.helpPhone)} o lea qué hacer en`,
      `   ${sender.baseUrl}/no-fui-yo`,
      'Este mensaje no lleva su clave ni se la pedirá.',
      closing(facts.at, sender),
    ]),
  };
}

function someoneTried(facts: SomeoneTriedFacts, sender: Sender): MailText {
  return {
    subject: 'Hubo un intento de recuperar su clave',
    text: letter([
      hello(facts.firstName),
      `Hoy a las ${clock(facts.at, sender.timezone, 'es')} alguien intentó recuperar la clave de su cuenta y no ` +
        'pudo. Su clave no cambió y su cuenta sigue abierta para usted.',
      `¿Fue usted? Puede intentarlo otra vez en ${sender.host}. Si el trámite le hace preguntas y no recuerda las ` +
        'respuestas, elija «No puedo responder esto».',
      '¿No fue usted? No tiene que hacer nada. No comparta con nadie los códigos que le enviamos. Si tiene dudas, ' +
        `llame al ${unbroken(sender.helpPhone)}.`,
      'No enviaremos más de un aviso como este al día.',
      closing(facts.at, sender),
    ]),
  };
}

export const messages = {
  recover,
  keyChanged,
  someoneTried,
};

export const sms = {
  /** The last line binds the code to our address, so that phones fill it in nowhere else. */
  recover: (facts: Omit<RecoverFacts, 'link' | 'linkUntil'>, sender: Sender): string =>
    `${facts.code} es su PIN para recuperar la clave. Vence a las ` +
    `${clock(facts.codeUntil, sender.timezone, 'es')}. Nadie de ${plain(sender.shortName)} se lo va a pedir.` +
    `\n\n@${sender.host} #${facts.code}`,
  keyChanged: (facts: KeyChangedFacts, sender: Sender): string =>
    `${plain(sender.shortName)}: su clave fue cambiada hoy a las ${clock(facts.at, sender.timezone, 'es')}. ` +
    `Si no fue usted, llame ya al ${sender.helpPhone} o entre a nuestra web y elija NO FUI YO.`,
  someoneTried: (_facts: SomeoneTriedFacts, sender: Sender): string =>
    `${plain(sender.shortName)}: hubo un intento de recuperar su clave. Su clave no ha cambiado. ` +
    `Si no fue usted, no comparta su PIN con nadie. Ayuda: ${sender.helpPhone}`,
};
