/** The messages in Spanish. E-mail says it whole; an SMS fits one segment and avoids á, í, ó and ú, which double its price. */
import type { Purpose } from '../../rules/case.ts';
import { greetable, groupCode, letter, plain, unbroken } from '../letters.ts';
import type {
  AccountOpenedFacts,
  AskedAtOfficeFacts,
  ConfirmContactFacts,
  ContactFacts,
  ContactSlot,
  ContactWillChangeFacts,
  Disavowable,
  FrozenFacts,
  KeyChangedFacts,
  MailText,
  PasskeyChangedFacts,
  PasskeyWillGoFacts,
  QuestionsChangedFacts,
  RecoverFacts,
  SavedCodesFacts,
  Sender,
  SomeoneTriedFacts,
  StaysShutFacts,
  StillYoursFacts,
  UnlockedFacts,
} from '../shapes.ts';
import { clock, day, until, zone } from '../times.ts';
import { site } from './site.ts';
import { ticketMail, ticketSms } from './tickets.ts';

function hello(firstName: string): string {
  const name = greetable(firstName);
  return name === undefined ? 'Hola:' : `Hola, ${name}:`;
}

const closing = (instant: Date, sender: Sender): string =>
  `${sender.institutionName}\nLas horas de este mensaje son de ${zone(instant, sender.timezone, 'es')}.`;

const purposes: Record<Purpose, { readonly verb: string; readonly unchanged: string }> = {
  recover: { verb: 'recuperar la clave de su cuenta', unchanged: 'su clave sigue igual' },
  unlock: { verb: 'desbloquear la clave de su cuenta', unchanged: 'nada cambia' },
  'first-key': { verb: 'crear la primera clave de su cuenta', unchanged: 'nada cambia' },
};

const subjects: Record<Purpose, string> = {
  recover: 'recuperar su clave',
  unlock: 'desbloquear su clave',
  'first-key': 'crear su clave',
};

const slots: Record<ContactSlot, string> = {
  email: 'correo principal',
  'second-email': 'segundo correo',
  phone: 'celular',
};

/** "hoy, 24 de noviembre de 2026, a las 10:31" */
const today = (at: Date, { timezone }: Sender): string =>
  `hoy, ${day(at, timezone, 'es')}, a las ${clock(at, timezone, 'es')}`;

/** "el 27 de noviembre de 2026 a las 10:00" */
const on = (at: Date, { timezone }: Sender): string =>
  `el ${day(at, timezone, 'es')} a las ${clock(at, timezone, 'es')}`;

const notYou = ({ link, linkUntil }: Disavowable, sender: Sender): string[] => [
  `¿No fue usted? Proteja su cuenta ahora. Puede hacerlo hasta el ${day(linkUntil, sender.timezone, 'es')}, sin ` +
    'clave:',
  `   ${link}`,
  `   También puede llamar al ${unbroken(sender.helpPhone)}.`,
];
const wasYou = '¿Fue usted? No tiene que hacer nada.';
const noKey = 'Este mensaje no lleva su clave ni se la pedirá.';

function recover(facts: RecoverFacts, sender: Sender): MailText {
  const last = (end: Date) => unbroken(until(end, facts.askedAt, sender.timezone, 'es'));
  const caseWords = unbroken(facts.caseWords);
  const { verb, unchanged } = purposes[facts.purpose];
  return {
    subject: `${facts.caseWords}: ${subjects[facts.purpose]} de ${sender.shortName}`,
    text: letter([
      hello(facts.firstName),
      `Hoy a las ${clock(facts.askedAt, sender.timezone, 'es')} alguien pidió ${verb} ` +
        `desde ${site.devices[facts.device]}. En la pantalla de ese equipo deben estar las mismas palabras de ` +
        `este mensaje: ${caseWords}.`,
      'Si fue usted, elija una de estas dos formas:',
      `1. Escriba este código en la página que dejó abierta. Sirve hasta ${last(facts.codeUntil)}:`,
      `   ${groupCode(facts.code)}`,
      `2. O abra esta dirección. Sirve hasta ${last(facts.linkUntil)}:`,
      `   ${facts.link}`,
      `   También puede escribir usted ${sender.host}/codigo en su navegador.`,
      `Si no fue usted, no haga nada: ${unchanged}. Puede avisarnos en ${sender.baseUrl}/no-fui-yo ` +
        `o al ${unbroken(sender.helpPhone)}.`,
      `No reenvíe este mensaje. Nadie de ${sender.shortName} le pedirá este código, ni por teléfono ni por ` +
        'WhatsApp. El trámite es gratuito.',
      closing(facts.askedAt, sender),
    ]),
  };
}

function keyChanged(facts: KeyChangedFacts, sender: Sender): MailText {
  const { caseWords } = facts;
  return {
    subject: `${caseWords === undefined ? 'C' : `${caseWords}: c`}ambió la clave de su cuenta de ${sender.shortName}`,
    text: letter([
      hello(facts.firstName),
      `La clave de su cuenta cambió ${today(facts.at, sender)}, desde ${site.devices[facts.device]}` +
        `${caseWords === undefined ? '' : ` (trámite ${unbroken(caseWords)})`}. Cerramos su cuenta en los demás equipos.`,
      wasYou,
      ...notYou(facts, sender),
      noKey,
      closing(facts.at, sender),
    ]),
  };
}

function unlocked(facts: UnlockedFacts, sender: Sender): MailText {
  return {
    subject: `${facts.caseWords}: desbloqueamos su clave de ${sender.shortName}`,
    text: letter([
      hello(facts.firstName),
      `La clave de su cuenta se desbloqueó ${today(facts.at, sender)}, desde ${site.devices[facts.device]} ` +
        `(trámite ${unbroken(facts.caseWords)}). La clave no cambió.`,
      wasYou,
      ...notYou(facts, sender),
      noKey,
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

function confirmContact(facts: ConfirmContactFacts, sender: Sender): MailText {
  return {
    subject: `Confirme este correo para su cuenta de ${sender.shortName}`,
    text: letter([
      hello(facts.firstName),
      `Alguien quiere usar este correo como ${slots[facts.slot]} de una cuenta. Si fue usted, escriba este código en ` +
        `la página que dejó abierta. Sirve hasta ${unbroken(until(facts.codeUntil, facts.at, sender.timezone, 'es'))}:`,
      `   ${groupCode(facts.code)}`,
      'Si no fue usted, no haga nada y no dé este código a nadie: sin él este correo no se usará.',
      closing(facts.at, sender),
    ]),
  };
}

function contactWillChange(facts: ContactWillChangeFacts, sender: Sender): MailText {
  const start = day(facts.effectiveAt, sender.timezone, 'es');
  const slot = slots[facts.slot];
  const told = facts.isNew
    ? [`Usted confirmó este contacto como ${slot} de su cuenta. Empieza ${on(facts.effectiveAt, sender)}.`]
    : [
        `El ${slot} de su cuenta ${facts.removed ? 'se quitará' : `cambiará por ${unbroken(facts.hint)}`}. ` +
          `Se pidió ${on(facts.at, sender)}.`,
        `El cambio empieza ${on(facts.effectiveAt, sender)}. Hasta entonces seguimos usando los contactos de siempre.`,
      ];
  return {
    subject: `Su ${slot} cambiará el ${start}. Puede cancelarlo`,
    text: letter([
      hello(facts.firstName),
      ...told,
      '¿Lo pidió usted? No tiene que hacer nada.',
      '¿No lo pidió? Cancélelo antes de esa hora. No necesita su clave:',
      `   ${facts.link}`,
      `   También puede llamar al ${unbroken(sender.helpPhone)}.`,
      closing(facts.at, sender),
    ]),
  };
}

function contactKept(facts: ContactFacts, sender: Sender): MailText {
  return {
    subject: `Su ${slots[facts.slot]} sigue igual: el cambio se canceló`,
    text: letter([
      hello(facts.firstName),
      `El cambio del ${slots[facts.slot]} de su cuenta se canceló ${today(facts.at, sender)}. Seguimos usando los ` +
        'contactos de siempre.',
      `Si usted no pidió ese cambio, cambie su clave o llame al ${unbroken(sender.helpPhone)}.`,
      closing(facts.at, sender),
    ]),
  };
}

function contactChanged(facts: ContactFacts & Disavowable, sender: Sender): MailText {
  return {
    subject: `Cambió el ${slots[facts.slot]} de su cuenta de ${sender.shortName}`,
    text: letter([
      hello(facts.firstName),
      `El ${slots[facts.slot]} de su cuenta ${facts.removed ? 'se quitó' : 'cambió'} ${today(facts.at, sender)}. ` +
        `Desde ahora ${facts.removed ? 'no lo usamos' : 'usamos el nuevo'}.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

function frozen(facts: FrozenFacts, sender: Sender): MailText {
  return {
    subject: `${facts.caseWords}: protegimos su cuenta de ${sender.shortName}`,
    text: letter([
      hello(facts.firstName),
      `Alguien con uno de sus mensajes dijo «no fui yo» ${today(facts.at, sender)}. Cerramos su cuenta en todos los ` +
        'equipos, deshicimos los cambios recientes y nadie puede ingresar por ahora.',
      `Para abrirla de nuevo, recupere su clave en ${sender.host}: le pediremos confirmar dos de sus contactos. ` +
        'También puede ir a una oficina con su documento.',
      `Diga estas dos palabras si llama al ${unbroken(sender.helpPhone)}: ${unbroken(facts.caseWords)}.`,
      closing(facts.at, sender),
    ]),
  };
}

function passkeyChanged(facts: PasskeyChangedFacts, sender: Sender): MailText {
  return {
    subject: `${facts.added ? 'Se activó' : 'Se quitó'} el ingreso con huella o rostro en su cuenta`,
    text: letter([
      hello(facts.firstName),
      `El ingreso con huella, rostro o PIN ${facts.added ? 'se activó' : 'se quitó'} ${today(facts.at, sender)}` +
        `${facts.device ? `, desde ${site.devices[facts.device]}` : ', como se pidió antes'}.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

function passkeyWillGo(facts: PasskeyWillGoFacts, sender: Sender): MailText {
  return {
    subject: 'Se quitará el ingreso con huella o rostro de su cuenta',
    text: letter([
      hello(facts.firstName),
      `Se pidió quitar el último ingreso con huella, rostro o PIN ${today(facts.at, sender)}, ` +
        `desde ${site.devices[facts.device]}.`,
      `Se quita ${on(facts.leavesAt, sender)}. Hasta entonces funciona, y puede conservarlo en su cuenta.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

const codesLeft = (n: number): string => {
  if (n === 0) return 'No le queda ninguno';
  return n === 1 ? 'Le queda 1' : `Le quedan ${n}`;
};

function savedCodes(facts: SavedCodesFacts, sender: Sender): MailText {
  const used = facts.happened === 'used';
  return {
    subject: used
      ? 'Se usó uno de sus códigos de recuperación en papel'
      : 'Se crearon códigos de recuperación en papel',
    text: letter([
      hello(facts.firstName),
      used
        ? `Uno de sus códigos de recuperación en papel se usó ${today(facts.at, sender)}. ${codesLeft(facts.left)}.`
        : `Se crearon ${facts.left} códigos de recuperación en papel ${today(facts.at, sender)}. Los anteriores ya no ` +
          'sirven.',
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

function askedAtOffice(facts: AskedAtOfficeFacts, sender: Sender): MailText {
  const { slot } = facts;
  const wish = slot === undefined ? 'abrir de nuevo su cuenta' : `cambiar el ${slots[slot]} de su cuenta`;
  const where = `en ${facts.office}`;
  const told = facts.isNew
    ? `Usted dio este contacto ${where} para ${wish}. Falta que otra persona lo apruebe.`
    : `Alguien pidió ${where} ${wish}${facts.hint === '' ? '' : `. El nuevo sería ${unbroken(facts.hint)}`}. Mostró un ` +
      'documento y otra persona lo revisará.';
  return {
    subject: `Pidieron en una oficina ${wish}. Puede cancelarlo`,
    text: letter([
      hello(facts.firstName),
      `${told} Se pidió ${today(facts.at, sender)}.`,
      '¿Fue usted? No tiene que hacer nada.',
      '¿No fue usted? Cancélelo ahora. No necesita su clave:',
      `   ${facts.link}`,
      `   También puede llamar al ${unbroken(sender.helpPhone)}.`,
      closing(facts.at, sender),
    ]),
  };
}

function staysShut(facts: StaysShutFacts, sender: Sender): MailText {
  return {
    subject: `Su cuenta de ${sender.shortName} sigue protegida`,
    text: letter([
      hello(facts.firstName),
      `Lo que se pidió en una oficina no se hizo. Su cuenta sigue cerrada, como antes. Así quedó ${today(facts.at, sender)}.`,
      `Si usted quiere abrirla, vaya a una oficina con su documento o llame al ${unbroken(sender.helpPhone)}.`,
      closing(facts.at, sender),
    ]),
  };
}

function accountOpened(facts: AccountOpenedFacts, sender: Sender): MailText {
  return {
    subject: `Su cuenta de ${sender.shortName} está abierta otra vez`,
    text: letter([
      hello(facts.firstName),
      `Dos personas de ${facts.office} confirmaron la identidad y abrieron la cuenta ${today(facts.at, sender)}.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

function questionsChanged(facts: QuestionsChangedFacts, sender: Sender): MailText {
  return {
    subject: 'Cambiaron las preguntas personales de su cuenta',
    text: letter([
      hello(facts.firstName),
      `Las preguntas personales de su cuenta y sus respuestas cambiaron ${today(facts.at, sender)}.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

function stillYours(facts: StillYoursFacts, sender: Sender): MailText {
  return {
    subject: `¿Sigue usando este correo para ${sender.shortName}?`,
    text: letter([
      hello(facts.firstName),
      'Con este correo puede recuperar su clave sin ir a una oficina.',
      `Si sigue usando este correo no haga nada. Si va a dejarlo, cámbielo antes en ${sender.host}/cuenta.`,
      closing(facts.at, sender),
    ]),
  };
}

/** By the kind of the message. */
export const messages = {
  recover,
  'key-changed': keyChanged,
  unlocked,
  'someone-tried': someoneTried,
  'confirm-contact': confirmContact,
  'contact-will-change': contactWillChange,
  'contact-kept': contactKept,
  'contact-changed': contactChanged,
  frozen,
  'asked-at-office': askedAtOffice,
  'stays-shut': staysShut,
  'account-opened': accountOpened,
  'passkey-changed': passkeyChanged,
  'passkey-will-go': passkeyWillGo,
  'saved-codes': savedCodes,
  'questions-changed': questionsChanged,
  'still-yours': stillYours,
  ticket: ticketMail,
};

const smsSlots: Record<ContactSlot, string> = {
  email: 'correo',
  'second-email': 'segundo correo',
  phone: 'celular',
};
const smsPurposes: Record<Purpose, string> = {
  recover: 'para recuperar la clave',
  unlock: 'para desbloquear la clave',
  'first-key': 'para crear su clave',
};

const notice = (sender: Sender, text: string): string =>
  `${plain(sender.shortName)}: ${text} Si no fue usted, llame ya al ${sender.helpPhone}.`;

export const sms = {
  /** The last line binds the code to our address, so that phones fill it in nowhere else. */
  recover: (facts: Omit<RecoverFacts, 'link' | 'linkUntil'>, sender: Sender): string =>
    `${facts.code} es su PIN ${smsPurposes[facts.purpose]}. Vence a las ` +
    `${clock(facts.codeUntil, sender.timezone, 'es')}. Nadie de ${plain(sender.shortName)} se lo va a pedir.` +
    `\n\n@${sender.host} #${facts.code}`,
  'key-changed': (facts: Omit<KeyChangedFacts, keyof Disavowable>, sender: Sender): string =>
    `${plain(sender.shortName)}: su clave fue cambiada hoy a las ${clock(facts.at, sender.timezone, 'es')}. ` +
    `Si no fue usted, llame ya al ${sender.helpPhone} o entre a nuestra web y elija NO FUI YO.`,
  unlocked: (facts: Omit<UnlockedFacts, keyof Disavowable>, sender: Sender): string =>
    notice(sender, `su clave fue desbloqueada hoy a las ${clock(facts.at, sender.timezone, 'es')}.`),
  'someone-tried': (_facts: SomeoneTriedFacts, sender: Sender): string =>
    `${plain(sender.shortName)}: hubo un intento de recuperar su clave. Su clave no ha cambiado. ` +
    `Si no fue usted, no comparta su PIN con nadie. Ayuda: ${sender.helpPhone}`,
  'confirm-contact': (facts: ConfirmContactFacts, sender: Sender): string =>
    `${facts.code} es su PIN para confirmar este celular. Vence a las ` +
    `${clock(facts.codeUntil, sender.timezone, 'es')}. Nadie de ${plain(sender.shortName)} se lo va a pedir.` +
    `\n\n@${sender.host} #${facts.code}`,
  'contact-will-change': (facts: Omit<ContactWillChangeFacts, 'link'>, sender: Sender): string =>
    `${plain(sender.shortName)}: pidieron cambiar su ${smsSlots[facts.slot]} desde el ` +
    `${day(facts.effectiveAt, sender.timezone, 'es')}. Si no fue usted, llame al ${sender.helpPhone} para cancelar.`,
  'contact-kept': (facts: ContactFacts, sender: Sender): string =>
    `${plain(sender.shortName)}: se ha cancelado el cambio de su ${smsSlots[facts.slot]}. Ayuda: ${sender.helpPhone}`,
  'contact-changed': (facts: ContactFacts, sender: Sender): string =>
    notice(sender, `hoy ha cambiado su ${smsSlots[facts.slot]}.`),
  frozen: (facts: FrozenFacts, sender: Sender): string =>
    `${plain(sender.shortName)}: protegimos su cuenta (${plain(facts.caseWords)}). Recupere su clave en nuestra web o ` +
    `llame al ${sender.helpPhone}.`,
  'asked-at-office': (facts: Omit<AskedAtOfficeFacts, 'link'>, sender: Sender): string =>
    `${plain(sender.shortName)}: en una oficina pidieron ${facts.slot === undefined ? 'abrir su cuenta' : `cambiar su ${smsSlots[facts.slot]}`}. ` +
    `Si no fue usted, llame hoy al ${sender.helpPhone} para cancelar.`,
  'stays-shut': (_facts: StaysShutFacts, sender: Sender): string =>
    `${plain(sender.shortName)}: su cuenta sigue cerrada. Lo pedido en la oficina no se hizo. Ayuda: ${sender.helpPhone}`,
  'account-opened': (_facts: Omit<AccountOpenedFacts, keyof Disavowable>, sender: Sender): string =>
    notice(sender, 'su cuenta fue abierta otra vez en una oficina.'),
  'passkey-changed': (facts: Omit<PasskeyChangedFacts, keyof Disavowable>, sender: Sender): string =>
    notice(sender, `${facts.added ? 'activaron' : 'quitaron'} el ingreso con huella en su cuenta.`),
  'passkey-will-go': (facts: Omit<PasskeyWillGoFacts, keyof Disavowable>, sender: Sender): string =>
    notice(
      sender,
      `pidieron quitar el ingreso con huella desde el ${day(facts.leavesAt, sender.timezone, 'es')}.`,
    ),
  'saved-codes': (facts: Omit<SavedCodesFacts, keyof Disavowable>, sender: Sender): string =>
    notice(
      sender,
      facts.happened === 'used'
        ? 'usaron un PIN de papel de su cuenta.'
        : 'crearon claves de papel para su cuenta.',
    ),
  'questions-changed': (_facts: Omit<QuestionsChangedFacts, keyof Disavowable>, sender: Sender): string =>
    notice(sender, 'hoy han cambiado las preguntas personales de su cuenta.'),
  'still-yours': (_facts: StillYoursFacts, sender: Sender): string =>
    `${plain(sender.shortName)}: con este celular puede recuperar su clave. Si va a dejarlo, cambie el dato antes en ` +
    `${sender.host}.`,
  ticket: ticketSms,
};
