/** The walk in Spanish (es-EC, usted), step by step, from the start to the last page. */
import type { Purpose } from '../../rules/case.ts';
import type { Channel, IdentifierKind, ProfileId } from '../../rules/policy.ts';
import type { QuestionId } from '../questions.ts';
import type { House, IdentifierWords, KeyFacts, Notice, PurposeWords, Rich } from '../shapes.ts';

const signs = (n: number): string => (n === 1 ? '1 carácter' : `${n} caracteres`);
const tries = (n: number): string => (n === 1 ? 'Le queda 1 intento' : `Le quedan ${n} intentos`);

/** What to do about a sign that is not a digit: two letters are often meant as digits. */
function instead(sign: string | null): string {
  if (sign === null) return 'Quite los demás signos';
  if (/^[oO]$/u.test(sign)) return `Cambie la letra «${sign}» por un cero`;
  if (/^[lLI]$/u.test(sign)) return `Cambie la letra «${sign}» por un uno`;
  return `Quite «${sign}»`;
}

const identifiers: Record<IdentifierKind, IdentifierWords> = {
  'ec.ci': {
    label: '¿Cuál es su número de cédula?',
    hint: '10 números, en el frente de la cédula',
    name: 'Número de cédula',
    where: {
      summary: '¿Dónde está el número?',
      text: 'En el frente de la cédula, junto a la foto. Puede escribirlo con guion, con espacios o todo junto.',
      drawing: 'Dibujo de una cédula. El número está abajo, a la derecha de la foto.',
    },
    errors: {
      empty: 'Escriba su número de cédula',
      length: (typed, expected) =>
        `El número de cédula debe tener ${expected} números. Usted escribió ${typed}: ` +
        (typed < expected ? 'revíselo y complételo' : 'revíselo y quite los que sobran'),
      letters: (letter) => `El número de cédula solo lleva números. ${instead(letter)}`,
      'check-digit': 'Ese número no corresponde a una cédula. Compare cada número con su cédula',
    },
  },
  'ec.ruc': {
    label: '¿Cuál es el RUC?',
    hint: '13 números, en el certificado de RUC y en las facturas',
    name: 'RUC',
    where: {
      summary: '¿Dónde está el número?',
      text: 'Arriba en el certificado de RUC y en cada factura de la empresa. Puede escribirlo con espacios.',
      drawing: 'Dibujo de una factura. El RUC está arriba, a la derecha.',
    },
    errors: {
      empty: 'Escriba el RUC',
      length: (typed, expected) => `El RUC debe tener ${expected} números. Usted escribió ${typed}`,
      letters: (letter) => `El RUC solo lleva números. ${instead(letter)}`,
      'check-digit': 'Ese número no corresponde a un RUC. Compare cada número con el certificado',
    },
  },
  'fund-code': {
    label: '¿Cuál es su código de identificación?',
    hint: 'La letra F y 8 números, en el comprobante de su registro',
    name: 'Código de identificación',
    where: {
      summary: '¿Dónde está el código?',
      text: 'En el comprobante que le dieron al registrarse, y en sus certificados.',
      drawing: 'Dibujo de un comprobante. El código está arriba, bajo el título.',
    },
    errors: {
      empty: 'Escriba su código de identificación',
      length: (typed, expected) =>
        `El código debe tener ${expected} caracteres, con la letra F al inicio. Usted escribió ${typed}`,
      letters: (letter) => `Después de la F, el código solo lleva números. ${instead(letter)}`,
      'check-digit': 'Ese número no corresponde a un código de identificación. Compárelo con su comprobante',
    },
  },
  passport: {
    label: '¿Cuál es el número de su pasaporte?',
    hint: 'Como aparece en la hoja de la foto',
    name: 'Número de pasaporte',
    where: {
      summary: '¿Dónde está el número?',
      text: 'En la hoja de la foto, arriba a la derecha. Lleva letras y números.',
      drawing: 'Dibujo de la hoja de la foto de un pasaporte. El número está arriba, a la derecha.',
    },
    errors: {
      empty: 'Escriba el número de su pasaporte, como aparece en la hoja de la foto',
      length: (typed, expected) =>
        typed < expected
          ? `El pasaporte tiene ${expected} letras y números o más. Usted escribió ${typed}: revíselo`
          : `El pasaporte tiene ${expected} letras y números o menos. Usted escribió ${typed}: revíselo`,
      letters: () => 'El número de pasaporte solo lleva letras y números. Quite los demás signos',
      'check-digit': 'Ese número no corresponde a un pasaporte. Compárelo con la hoja de la foto',
    },
  },
};

const profiles: Record<ProfileId, { label: string; hint: string }> = {
  affiliate: { label: 'Persona afiliada', hint: '' },
  pensioner: { label: 'Persona pensionista', hint: '' },
  employer: { label: 'Empleador', hint: 'Para la cuenta de una empresa, con RUC' },
};

const questions: Record<QuestionId, string> = {
  'first-teacher': '¿Cómo se llamaba su primera maestra o maestro?',
  'childhood-street': '¿En qué calle vivía cuando era niña o niño?',
  'first-pet': '¿Cómo se llamaba su primera mascota?',
  'childhood-friend': '¿Cómo se llamaba su mejor amiga o amigo de la infancia?',
  'first-job-boss': '¿Cómo se llamaba quien le dio su primer empleo?',
  'mother-birth-town': '¿En qué ciudad o pueblo nació su madre?',
  'favorite-childhood-game': '¿A qué jugaba más cuando era niña o niño?',
  'first-trip': '¿A dónde fue su primer viaje largo?',
  'grandmother-nickname': '¿Qué apodo le decían a su abuela?',
  'school-name': '¿Cómo se llamaba su escuela?',
  'childhood-food': '¿Qué comida le gustaba más cuando era niña o niño?',
  'first-song': '¿Cuál fue la primera canción que aprendió?',
  'first-boss': '¿Cuál era el apellido de su primera jefa o jefe?',
  'honeymoon-town': '¿A qué ciudad o pueblo fue de luna de miel?',
};

const mailErrors = {
  empty: 'Escriba el correo que registró',
  'no-at': 'Al correo le falta el signo @. Escríbalo como nombre@ejemplo.com',
  'no-domain': 'Al correo le falta lo que va después de @',
  malformed: 'Ese correo tiene un signo que no corresponde. Escríbalo como nombre@ejemplo.com',
};
const phoneErrors = {
  empty: 'Escriba el celular que registró',
  'no-at': 'Escriba un número de celular, como 09… o con +593',
  'no-domain': 'Escriba un número de celular, como 09… o con +593',
  malformed: 'Ese número no corresponde a un celular. Escríbalo como 09… o con +593',
};

const mailContact = {
  hint: 'Escríbalo completo. Si es el registrado, le enviaremos un mensaje',
  instead: 'Prefiero un mensaje a mi celular',
  none: 'No tengo acceso a ese correo',
  errors: mailErrors,
};

const nameContact: Record<
  Channel,
  { label: (house: House) => string; hint: string; instead: string; none: string; errors: typeof mailErrors }
> = {
  email: { ...mailContact, label: (house) => `¿Qué correo registró en ${house.shortName}?` },
  'second-email': { ...mailContact, label: (house) => `¿Qué segundo correo registró en ${house.shortName}?` },
  phone: {
    label: (house) => `¿Qué celular registró en ${house.shortName}?`,
    hint: 'Puede escribirlo como 09… o con +593',
    instead: 'Prefiero un mensaje a mi correo',
    none: 'No tengo ese celular',
    errors: phoneErrors,
  },
};

type CodeDetails = {
  /** Live figure: seconds most messages take to leave; absent when unknown. */
  leaving: (seconds: number | undefined, until: string) => string;
  spam: string;
  /** Followed by the link `change`. */
  typed: (address: string) => string;
  resendAt: (at: string) => string;
  resendNow: string;
};

const mailDetails: CodeDetails = {
  leaving: (seconds, until) =>
    seconds === undefined
      ? `Espere hasta ${until}.`
      : `Ahora los mensajes suelen salir en menos de ${seconds} segundos. Espere hasta ${until}.`,
  spam: 'Mire en Correo no deseado, Promociones y Notificaciones.',
  typed: (address) => `Revise que el correo esté bien escrito: ${address}`,
  resendAt: (at) => `Podrá pedir otro mensaje ${at}. El nuevo reemplaza al anterior.`,
  resendNow: 'Ya puede pedir otro mensaje. El nuevo reemplaza al anterior.',
};

const codeErrors = {
  empty: (digits: number): string => `Escriba el código de ${digits} números que está en el mensaje`,
  length: (typed: number, digits: number): string =>
    `El código tiene ${digits} números. Usted escribió ${typed}`,
  characters: (digits: number): string => `El código solo lleva números. Escriba los ${digits} del mensaje`,
  wrong: (caseWords: string, left: number): string =>
    `Ese código no es el de este trámite. Use el del mensaje con las palabras ${caseWords}. ${tries(left)}`,
  expired: (until: string): string => `Ese código sirvió hasta ${until}. Pida otro mensaje`,
  tooSoon: (at: string): string => `Todavía no puede pedir otro mensaje. Pídalo ${at}`,
  noMore: 'Ya pidió todos los mensajes de este trámite. Use otra forma de recuperar su clave',
};

const pinErrors: typeof codeErrors = {
  ...codeErrors,
  empty: (digits) => `Escriba el PIN de ${digits} números que está en el mensaje`,
  length: (typed, digits) => `El PIN tiene ${digits} números. Usted escribió ${typed}`,
  characters: (digits) => `El PIN solo lleva números. Escriba los ${digits} del mensaje`,
  wrong: (caseWords, left) =>
    `Ese PIN no es el del trámite ${caseWords}. Use el del último mensaje. ${tries(left)}`,
  expired: (until) => `Ese PIN sirvió hasta ${until}. Pida otro mensaje`,
};

const mailCode = {
  title: 'Revise su correo',
  sent: (address: string, codeUntil: string, linkUntil: string): Rich => [
    'Si ',
    { strong: address },
    ' es el correo registrado, le enviamos un mensaje con un enlace y un código. El código sirve hasta ',
    { strong: codeUntil },
    ' y el enlace hasta ',
    { strong: linkUntil },
    '.',
  ],
  lookFor: (caseWords: string): Rich => ['Busque las palabras ', { strong: caseWords }, ' en el asunto.'],
  label: (digits: number): string => `Código de ${digits} números`,
  details: mailDetails,
  errors: codeErrors,
};

const enterCode: Record<Channel, typeof mailCode> = {
  email: mailCode,
  'second-email': mailCode,
  phone: {
    title: 'Revise su celular',
    sent: (number, codeUntil) => [
      'Si ',
      { strong: number },
      ' es el celular registrado, le enviamos un mensaje con un PIN. Sirve hasta ',
      { strong: codeUntil },
      '.',
    ],
    lookFor: () => ['Nuestros mensajes de celular nunca llevan enlaces.'],
    label: (digits) => `PIN de ${digits} números`,
    details: {
      ...mailDetails,
      spam: 'Revise que el celular tenga señal y que no bloquee mensajes de números cortos.',
      typed: (number) => `Revise que el celular esté bien escrito: ${number}`,
    },
    errors: pinErrors,
  },
};

const ownNumber: Record<IdentifierKind, string> = {
  'ec.ci': 'No contiene su número de cédula',
  'ec.ruc': 'No contiene el RUC',
  'fund-code': 'No contiene su código de identificación',
  passport: 'No contiene su número de pasaporte',
};

export const walk = {
  start: {
    title: 'Recuperar su clave',
    intro: 'Use este servicio si olvidó su clave o está bloqueada. Toma unos 5 minutos y es gratis.',
    haveReady: 'Tenga a mano',
    items: ['su cédula', 'el correo o celular que registró'],
    start: 'Empezar',
    noMailbox: '¿No tiene ese correo?',
    noMailboxLink: 'Qué puede hacer',
    helping: '¿Ayuda a otra persona?',
    helpingLink: 'Léalo antes de empezar',
    signIn: 'Ya recordé mi clave: ingresar',
    other: '¿Necesita otra cosa?',
    unlock: 'Recuerdo mi clave y está bloqueada',
    firstKey: 'Nunca tuve clave',
  },
  /** What the other walks say where they differ from a recovery. */
  purposes: {
    unlock: {
      profile: '¿Qué clave quiere desbloquear?',
      landing: 'Siga para desbloquear su clave',
      chooseKey: 'Cree su clave nueva',
      done: 'Su clave está desbloqueada',
      tryNow: 'Ingrese con su clave de siempre',
      receipt:
        'Se desbloqueó una clave, que no cambió. Este papel no lleva su número, su correo ni su clave.',
    },
    'first-key': {
      profile: '¿Qué clave quiere crear?',
      landing: 'Siga para crear su primera clave',
      chooseKey: 'Cree su primera clave',
      done: 'Su primera clave está lista',
      tryNow: 'Pruébela ahora',
      receipt: 'Se creó una primera clave. Este papel no lleva su número, su correo ni su clave.',
    },
  } satisfies Record<Exclude<Purpose, 'recover'>, PurposeWords>,
  chooseProfile: {
    title: '¿Qué clave quiere recuperar?',
    profiles,
    unknown: 'No lo sé',
    unknownHint: 'Si trabaja o trabajó, lo usual es «Persona afiliada»',
    chosen: (profile: string): string => `Perfil: ${profile}`,
    change: 'Cambiar',
    errors: { empty: 'Elija qué clave quiere recuperar' },
  },
  identify: {
    ...identifiers,
    noDocument: 'No tengo cédula',
    noCompanyDocument: 'No tengo el RUC',
    signIn: 'Ya recordé mi clave: ingresar',
    promise: 'Por su seguridad, no decimos si un número tiene cuenta.',
    /** With the policy `warn`: the number looks wrong, and the person may go on with it. */
    goOnAnyway: 'Continuar de todos modos',
    /** For the script, which fills in {n}, {of} and {groups}. */
    live: {
      complete: '{n} números: {groups}',
      tooMany: 'Hay {n} números y deben ser {of}',
      soFar: 'Lleva {n} de {of} números',
    },
  },
  otherDocument: {
    title: '¿Qué documento tiene?',
    kinds: {
      'ec.ci': 'Cédula',
      'ec.ruc': 'RUC',
      'fund-code': 'Código de identificación de la institución',
      passport: 'Pasaporte',
    } satisfies Record<IdentifierKind, string>,
    none: 'No tengo ninguno de estos',
    errors: { empty: 'Elija qué documento tiene' },
  },
  nameCompany: { note: 'El mensaje irá al correo registrado de la empresa, no al suyo.' },
  nameBranch: {
    label: '¿Qué sucursal?',
    hint: 'Si solo hay una, escriba 0000',
    errors: {
      empty: 'Escriba el número de la sucursal, o 0000 si solo hay una',
      length: (typed: number): string => `La sucursal tiene 4 números. Usted escribió ${typed}`,
      letters: (letter: string | null): string => `La sucursal solo lleva números. ${instead(letter)}`,
    },
  },
  nameRepresentative: {
    label: {
      'ec.ci': '¿Cuál es la cédula del representante legal?',
      'ec.ruc': '¿Cuál es el RUC del representante legal?',
      'fund-code': '¿Cuál es el código de identificación del representante legal?',
      passport: '¿Cuál es el pasaporte del representante legal?',
    } satisfies Record<IdentifierKind, string>,
    hint: 'De quien firma por la empresa',
  },
  checkRobot: {
    running: 'Comprobación automática en curso…',
    ready: 'Comprobación automática lista',
    noScript: 'Comprobaremos que usted no es un programa al continuar.',
    honeypot: 'No llene este campo',
    waitTitle: 'Hay muchas solicitudes ahora',
    /** `time` carries seconds: "10:42:30". */
    wait: (time: string): string => `Puede continuar a las ${time}.`,
    errors: {
      tooEarly: (time: string): string => `Todavía no puede continuar. Presione Continuar a las ${time}`,
    },
  },
  answerQuestion: {
    why: 'Estas preguntas no prueban quién es usted. Sirven para frenar a quien intenta usar datos ajenos.',
    skip: 'No puedo responder esto',
    birth: {
      title: '¿Qué día y mes nació?',
      hint: 'Por ejemplo, 27 de marzo. No le pedimos el año',
      day: 'Día',
      month: 'Mes',
      pickMonth: 'Elija el mes',
      months: [
        'Enero',
        'Febrero',
        'Marzo',
        'Abril',
        'Mayo',
        'Junio',
        'Julio',
        'Agosto',
        'Septiembre',
        'Octubre',
        'Noviembre',
        'Diciembre',
      ],
      errors: {
        dayEmpty: 'Escriba el día en que nació',
        dayRange: 'El día debe estar entre 1 y 31',
        /** `month` is one of `months`. */
        dayOfMonth: (month: string, days: number): string => `${month} tiene ${days} días: revise el día`,
        monthEmpty: 'Elija el mes en que nació',
      },
    },
    work: {
      title: (year: number): string => `¿En cuál de estas empresas trabajó en ${year}?`,
      none: 'Ninguna de estas',
      unknown: 'No lo sé',
      errors: {
        empty: (year: number): string => `Elija la empresa donde trabajó en ${year}, o «No lo sé»`,
      },
    },
    enrolled: {
      texts: questions,
      hint: 'No importan las mayúsculas ni las tildes',
      forgot: 'No recuerdo la respuesta',
      errors: { empty: 'Escriba su respuesta, o elija «No recuerdo la respuesta»' },
    },
  },
  nameContact: {
    ...nameContact,
    send: 'Enviar mensaje',
    typo: {
      title: 'Revise el correo',
      ask: (before: string, domain: string): Rich => [`¿Quiso escribir ${before}@`, { strong: domain }, '?'],
      yes: 'Sí, usar ese',
      no: 'No, está bien así',
    },
  },
  enterCode: {
    ...enterCode,
    open: (mailbox: string): string => `Abrir ${mailbox}`,
    trouble: 'No me llega el mensaje',
    change: 'Cambiar',
    resend: 'Pedir otro mensaje',
    resent: 'Si el dato es el registrado, enviamos otro mensaje. Solo sirve el más nuevo.',
    noAccess: 'Si no puede abrir ese correo:',
    otherWays: 'Otras formas de recuperar',
    carriedOn: 'Ya siguió en otro equipo',
    tooSoon: (at: string): Notice => ({
      title: 'Todavía no puede pedir otro mensaje',
      text: [`Podrá pedirlo ${at}.`, 'El mensaje anterior sigue sirviendo hasta entonces.'],
    }),
    noMore: {
      title: 'Ya pidió todos los mensajes de este trámite',
      text: [
        'El último mensaje sigue sirviendo hasta la hora que dice.',
        'Si no lo encuentra, use otra forma de recuperar su clave o llámenos.',
      ],
    },
    /** For the script, which fills in {n}. */
    live: { resendIn: 'Pedir otro mensaje (en {n} segundos)', ready: 'Ya puede pedir otro mensaje' },
  },
  enterCodeElsewhere: {
    title: 'Escriba su código',
    intro: 'Use esta página si recibió un mensaje nuestro y prefiere no abrir enlaces.',
    number: 'Número de cédula, o el que usó para empezar',
    code: (digits: number): string => `Código de ${digits} números`,
    errors: {
      numberEmpty: 'Escriba el número con el que empezó',
      codeEmpty: (digits: number): string => `Escriba el código de ${digits} números que está en el mensaje`,
      mismatch: 'El número y el código no van juntos. Revise los dos',
    },
  },
  followLink: {
    title: 'Siga para crear su clave nueva',
    request: (caseWords: string, when: string, device: string): Rich => [
      'Trámite ',
      { strong: caseWords },
      `, iniciado ${when} desde ${device}. ¿Fue usted?`,
    ],
    yes: 'Sí, continuar',
    no: 'No fui yo',
    elsewhere: (code: string): Rich => [
      '¿Prefiere seguir en el equipo donde empezó? Escriba allí este código: ',
      { strong: code },
      '.',
    ],
    /** When the code has ended or is not at hand. */
    elsewhereByMessage:
      '¿Prefiere seguir en el equipo donde empezó? Escriba allí el código del mismo mensaje.',
    expired: (until: string): Notice => ({
      title: `Ese enlace sirvió hasta ${until}`,
      text: ['No se cambió nada.', 'Pida otro mensaje y use el enlace nuevo.'],
    }),
    used: (when: string): Notice => ({
      title: `Ese enlace ya se usó ${when}`,
      text: ['Si fue usted, ya puede ingresar.', 'Si no fue usted, proteja su cuenta.'],
    }),
    replaced: (caseWords: string): Notice => ({
      title: 'Hay un mensaje más nuevo',
      text: [`Busque el último con las palabras ${caseWords}.`, 'Solo sirve el mensaje más nuevo.'],
    }),
    unknown: (house: House): Notice => ({
      title: 'No reconocemos ese enlace',
      text: ['Puede estar cortado.', `Cópielo completo o escriba el código en ${house.host}/codigo.`],
    }),
    askAnother: 'Pedir otro mensaje',
    signIn: 'Ingresar',
    protect: 'Proteger mi cuenta',
  },
  confirmNumber: {
    title: 'Confirme su número',
    intro: 'Abrió el mensaje en otro equipo o navegador. Escriba otra vez el número con el que empezó.',
    errors: {
      mismatch: (left: number): string =>
        `Ese número no es el de este trámite. Escriba el número con el que empezó. ${tries(left)}`,
    },
  },
  enterSavedCode: {
    title: 'Escriba uno de sus códigos en papel',
    intro: 'Son los códigos que guardó cuando podía ingresar a su cuenta. Cada uno sirve una sola vez.',
    label: 'Código de recuperación',
    hint: '16 letras y números. No importan los espacios ni las mayúsculas',
    other: 'Otras formas de recuperar',
    errors: {
      empty: 'Escriba uno de sus códigos de recuperación',
      malformed: 'El código tiene 16 letras y números. Revise lo que escribió',
      wrong: (left: number): string =>
        `Ese código no corresponde a este trámite, o ya se usó. Revíselo o use otro. ${tries(left)}`,
      'same-method': 'En este trámite ya usó un código en papel. Use una forma distinta',
    },
  },
  proveAgain: {
    title: 'Falta una prueba más',
    frozen:
      'Alguien avisó que no reconoce lo que pasó en esta cuenta. Para abrirla necesitamos dos pruebas distintas.',
    why: 'Esta cuenta tiene más de una forma de probar que es usted. Necesitamos dos distintas.',
    ways: 'Estas son sus otras formas',
    send: (masked: string): string => `Enviar un código a ${masked}`,
    savedCode: 'Usar un código de recuperación en papel',
    passkey: 'Usar la huella o el rostro en un equipo suyo',
    sent: (masked: string, codeUntil: string): Rich => [
      'Enviamos un código a ',
      { strong: masked },
      '. Sirve hasta ',
      { strong: codeUntil },
      '.',
    ],
    /** Nothing else is on file, and one proof is not enough. */
    office: {
      title: 'Su cuenta necesita atención en una oficina',
      text: (caseWords: string): readonly string[] => [
        'No se cambió nada. Para abrir esta cuenta necesitamos dos pruebas y solo hay una.',
        `Vaya a una oficina con su documento y diga estas dos palabras: ${caseWords}.`,
      ],
    },
    errors: {
      'too-soon': (at: string): string => `Todavía no puede pedir otro mensaje. Pídalo ${at}`,
      'no-more-messages': 'No podemos enviar más mensajes por ahora. Use otra forma o pida ayuda',
      'same-method': 'Eso ya lo usó en este trámite. Use una forma distinta',
    },
  },
  unlock: {
    title: 'Desbloquee su clave',
    text: [
      'Su clave no cambia: después podrá ingresar con la de siempre.',
      'Solo quitamos el bloqueo por claves mal escritas. Otros bloqueos se revisan en una oficina.',
    ],
    submit: 'Desbloquear mi clave',
    wantKey: 'Prefiero crear una clave nueva',
  },
  chooseKey: {
    title: 'Cree su clave nueva',
    deadline: (until: string): Rich => ['Tiene hasta ', { strong: until }],
    moreTime: 'Pedir más tiempo',
    moreTimeGiven: (until: string): string => `Listo: ahora tiene hasta ${until}.`,
    length: (rule: KeyFacts): string =>
      rule.characters === 'any'
        ? `Tiene ${rule.min} caracteres o más`
        : `Entre ${rule.min} y ${rule.max} letras y números, sin espacios ni signos`,
    /** Said honestly when the rule is weaker than it should be. */
    oldSystem: 'El sistema de esta institución todavía no acepta claves más largas',
    own: ownNumber,
    later: (rule: KeyFacts): string =>
      rule.lastKeys > 1
        ? `No es una clave común ni una de sus últimas ${rule.lastKeys}`
        : 'No es una clave común ni la que usaba antes',
    laterNote: 'Lo revisamos al guardar',
    pending: 'Pendiente:',
    met: 'Cumplida:',
    show: 'Mostrar',
    hide: 'Ocultar',
    showLabel: 'Mostrar la clave',
    hideLabel: 'Ocultar la clave',
    hint: (rule: KeyFacts): string =>
      rule.characters === 'any'
        ? 'Puede pegarla y usar espacios'
        : 'Puede pegarla o guardarla en el teléfono',
    repeat: 'Escriba la clave otra vez',
    idea: {
      summary: 'Deme una idea para mi clave',
      text: 'Unas palabras al azar son fáciles de recordar y difíciles de adivinar. Esta idea es solo para usted:',
      use: 'Usar esta clave',
    },
    save: 'Guardar clave nueva',
    onSave:
      'Al guardar, cerraremos su cuenta en los demás teléfonos y computadoras, y le avisaremos a sus contactos.',
    /** For the script, which fills in {n}. */
    live: {
      missingOne: 'falta 1',
      missing: 'faltan {n}',
      missingOneSpoken: 'Falta 1 carácter',
      missingSpoken: 'Faltan {n} caracteres',
      soFar: 'lleva {n}',
      tooMany: 'sobran {n}',
      lengthFine: 'El largo está bien',
    },
    errors: {
      empty: 'Escriba su clave nueva',
      'too-short': (typed: number, min: number): string =>
        `La clave tiene ${signs(typed)}. Escríbala de nuevo con ${min} o más`,
      'too-long': (typed: number, max: number): string =>
        `La clave tiene ${signs(typed)}. Escríbala de nuevo con ${max} o menos`,
      /** By what was found. */
      characters: {
        space: 'La clave no puede llevar espacios. Escríbala de nuevo solo con letras y números',
        'accented-letter':
          'La clave no puede llevar tildes ni eñes. Escríbala de nuevo solo con letras y números',
        sign: 'La clave no puede llevar signos. Escríbala de nuevo solo con letras y números',
      },
      common:
        'Muchas personas usan esa clave y es fácil de adivinar. Agregue palabras que solo usted usaría juntas',
      'contains-personal':
        'La clave contiene su cédula, su nombre, su fecha de nacimiento o su contacto. Quite ese dato',
      'contains-institution': 'La clave contiene el nombre de esta institución. Quite esa palabra',
      previous: 'Esa es una clave que usaba antes. Elija una distinta',
      repeatEmpty: 'Escriba la clave otra vez en el segundo campo',
      repeatDiffers: 'Las dos claves no son iguales. Escríbalas de nuevo',
      portalRefused: (at: string): string =>
        `El portal no aceptó la clave y no cambió nada. Intente otra vez ${at}`,
    },
  },
  done: {
    title: 'Su clave nueva está lista',
    tryNow: 'Pruébela ahora',
    receiptText: 'Se creó una clave nueva. Este papel no lleva su número, su correo ni su clave.',
    /** `moment` is date and time: "24 de noviembre de 2026, 10:31". */
    receipt: (caseWords: string, moment: string): Rich => [
      'Trámite ',
      { strong: caseWords },
      ` · ${moment}.`,
    ],
    signIn: 'Ingresar',
    whatNext: 'Qué sigue',
    told: 'Le enviamos un aviso a sus contactos registrados.',
    keep: 'Guarde la clave en su teléfono o en un papel en casa, nunca en el celular de otra persona.',
    nextTime: 'Para la próxima vez',
    addContact: 'Agregar un segundo correo o celular',
    addPasskey: 'Activar el ingreso con huella o rostro',
    borrowed: '¿Está en un ciber o en un equipo prestado?',
    finish: 'Terminar y borrar este equipo',
    finished: {
      title: 'Este equipo quedó limpio',
      text: ['Borramos de este navegador lo que guardó este trámite.', 'Cierre la ventana antes de irse.'],
    },
    print: 'Imprimir comprobante',
    receiptTitle: 'Comprobante',
  },
};
