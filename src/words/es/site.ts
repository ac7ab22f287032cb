/** In Spanish: what stands around the walk. The frame, the pages that stop it, other ways, sign-in, problems. */
import type { Ending, Refusal } from '../../rules/case.ts';
import type { DeviceName, House, Notice, Rich } from '../shapes.ts';

function pause(seconds: number): string {
  if (seconds < 60) return `${seconds} segundos`;
  const minutes = Math.round(seconds / 60);
  if (minutes >= 60) return '1 hora';
  return minutes === 1 ? '1 minuto' : `${minutes} minutos`;
}

const endings = {
  expired: {
    title: 'Pasó el tiempo de este trámite',
    text: ['No se cambió nada y su clave sigue igual.', 'Puede empezar de nuevo ahora.'],
  },
  completed: {
    title: 'Este trámite ya terminó',
    text: ['La clave nueva ya está guardada.', 'Ingrese con ella. Si no fue usted, proteja su cuenta.'],
  },
  replaced: {
    title: 'Hay un trámite más nuevo',
    text: ['Usted empezó otra vez y este trámite se cerró.', 'Siga en el más nuevo o empiece de nuevo.'],
  },
  'key-changed': {
    title: 'La clave se cambió por otro camino',
    text: [
      'Este trámite se cerró y aquí no se cambió nada.',
      'Ingrese con la clave nueva. Si usted no la cambió, proteja su cuenta.',
    ],
  },
  cancelled: {
    title: 'Este trámite se canceló',
    text: ['No se cambió nada y su clave sigue igual.', 'Puede empezar de nuevo cuando quiera.'],
  },
  barred: {
    title: 'Su cuenta necesita atención en una oficina',
    text: [
      'No se cambió nada. Esta cuenta no se puede recuperar por internet.',
      'Llámenos o vaya a una oficina con su documento. Diga las dos palabras de su trámite.',
    ],
  },
} satisfies Record<Ending, Notice>;

export const site = {
  /** For the `lang` of the page. */
  tag: 'es-EC',
  devices: {
    android: 'un teléfono Android',
    iphone: 'un iPhone',
    windows: 'una computadora con Windows',
    mac: 'una computadora Mac',
    linux: 'una computadora con Linux',
    other: 'otro equipo',
  } satisfies Record<DeviceName, string>,
  frame: {
    skip: 'Saltar al contenido',
    service: 'Recuperar su clave',
    /** The link to the other language, written in that language, with its tag. */
    otherLanguage: { name: 'English', tag: 'en' },
    pageTitle: (title: string, house: House): string => `${title} – Recuperar clave – ${house.shortName}`,
    step: (n: number, of: number): string => `Paso ${n} de ${of}`,
    stages: {
      who: 'quién es usted',
      confirm: 'confirmar que es usted',
      contact: 'su correo',
      key: 'su clave nueva',
    },
    back: 'Volver',
    continue: 'Continuar',
    yes: 'Sí',
    request: (caseWords: string): Rich => ['Su trámite: ', { strong: caseWords }],
    demo: 'Demostración: esta institución es ficticia',
    errorSummary: 'Hay un problema',
    errorPrefix: 'Error: ',
    help: {
      title: '¿Necesita ayuda?',
      offices: 'Oficinas y horarios',
      careTitle: 'Cuide su clave',
      care: (house: House): string =>
        `Nadie de ${house.shortName} le pedirá su clave ni los códigos que le enviamos. Este trámite es gratuito.`,
    },
    footer: {
      privacy: 'Privacidad',
      accessibility: 'Accesibilidad',
      status: 'Estado del servicio',
      report: 'Reportar un fallo',
    },
  },
  stopped: {
    ...endings,
    elsewhere: {
      title: 'Ya siguió en otro equipo',
      text: ['Este trámite continúa donde abrió el mensaje.', 'Puede cerrar esta página.'],
    },
    /** Too many codes or numbers that did not match. */
    tooManyTries: (at: string): Notice => ({
      title: 'Este trámite se detuvo',
      text: [
        'Hubo varios datos distintos al enviado.',
        'Su clave de siempre sigue funcionando.',
        `Puede empezar otra vez ${at}.`,
      ],
    }),
    keyLocked: (until: string): Notice => ({
      title: `Su clave está bloqueada hasta ${until}`,
      text: ['Se escribió mal varias veces.', 'Puede esperar o recuperar su clave ahora.'],
    }),
    held: (until: string): Notice => ({
      title: 'Revisaremos este trámite antes de cambiar la clave',
      text: [`Le escribiremos a todos sus contactos antes de ${until}.`, 'No tiene que hacer nada.'],
    }),
    startAgain: 'Empezar de nuevo',
    carryOn: 'Seguir donde estaba',
    signIn: 'Ingresar',
    protect: 'Proteger mi cuenta',
    otherWays: 'Otras formas de recuperar',
    cancel: 'Cancelar el trámite',
  },
  /** One line for each refusal of the rules, for the JSON door and for pages without a better text. */
  refusals: {
    'out-of-turn': 'Ese paso no corresponde ahora. Siga en la página que le mostramos',
    elsewhere: 'Este trámite ya sigue en otro equipo. Continúe allí o empiece de nuevo',
    'case-over': 'Este trámite ya terminó. Empiece de nuevo si lo necesita',
    'too-soon': 'Todavía no puede pedir otro mensaje. Espere un momento',
    'no-more-messages': 'Ya pidió todos los mensajes permitidos. Use otra forma de recuperar su clave',
    'wrong-code': 'Ese código no es el de este trámite. Use el del mensaje más nuevo',
    'code-expired': 'Ese código ya no sirve. Pida otro mensaje',
    'out-of-tries':
      'Este trámite se detuvo por varios códigos distintos al enviado. Espere y empiece otra vez',
    'wrong-proof': 'Eso no corresponde a este trámite. Use otra forma de probar que es usted',
    'same-method': 'Eso ya lo usó en este trámite. Use una forma distinta',
    'second-proof-needed': 'Falta una prueba más. Use una forma distinta a la primera',
    'link-dead': 'Ese enlace ya no sirve. Pida otro mensaje',
    'key-refused': 'Esa clave no cumple las reglas. Elija una distinta',
    'account-barred': 'Su cuenta necesita atención en una oficina. Llámenos o vaya con su documento',
    'no-more-time': 'Este trámite ya no puede durar más. Guarde su clave o empiece de nuevo',
  } satisfies Record<Refusal, string>,
  otherWays: {
    title: '¿Cuál de estas opciones puede usar?',
    options: {
      email: 'Mi correo registrado',
      phone: 'Mi celular registrado',
      'second-email': 'Mi segundo correo',
      passkey: 'Ingreso con huella o rostro en un equipo mío',
      paper: 'Mis códigos de recuperación en papel',
      letter: 'Una carta con un código, por correo postal',
      office: 'Ninguna: ir a una oficina',
    },
    errors: { empty: 'Elija la opción que puede usar' },
    office: {
      title: 'Puede recuperar su clave en una oficina',
      text: [
        'Vaya usted en persona con su documento original.',
        'Lleve un correo o un celular que use usted.',
        'No pague a nadie por este trámite.',
      ],
    },
    choose: 'Elegir otra opción',
    offices: 'Ver oficinas y horarios',
  },
  notMe: {
    title: 'Proteger su cuenta',
    nothingChanged: {
      heading: '¿Solo recibió un mensaje y no cambió nada?',
      text: [
        'Puede borrarlo. Su clave sigue igual.',
        'No comparta el código con nadie. Sin él nadie puede cambiar su clave.',
      ],
    },
    changed: {
      heading: '¿Su clave cambió y no fue usted?',
      text: (house: House): readonly string[] => [
        `Llame ahora al ${house.phone}. Diga las dos palabras del mensaje.`,
        'Si todavía puede abrir su correo registrado, recupere su clave aquí mismo. La clave ajena dejará de servir.',
        'Si no puede abrirlo, vaya a una oficina con su documento.',
      ],
    },
    recover: 'Recuperar su clave',
  },
  signIn: {
    title: 'Ingresar',
    intro: (portal: string): string => `Ingrese a ${portal}`,
    number: 'Número de cédula, RUC o código',
    numberHint: 'Empleadores: el RUC, un guion y la sucursal',
    key: 'Clave',
    show: 'Mostrar',
    hide: 'Ocultar',
    showLabel: 'Mostrar la clave',
    hideLabel: 'Ocultar la clave',
    submit: 'Ingresar',
    forgot: 'Olvidé mi clave',
    signedOut: 'Cerró su cuenta en este equipo.',
    errors: {
      numberEmpty: 'Escriba su número',
      keyEmpty: 'Escriba su clave',
      wrong: 'El número o la clave no son correctos. Revise los dos o recupere su clave',
      /** Added to `wrong` when few tries are left before a wait of so many seconds. For any number. */
      triesLeft: (left: number, seconds: number): string =>
        `${left === 1 ? 'Le queda 1 intento' : `Le quedan ${left} intentos`} antes de una pausa de ${pause(seconds)}`,
      waiting: (at: string): string =>
        `La clave se escribió mal varias veces. Intente ${at}, o recupere su clave`,
      disabled: 'La clave se escribió mal demasiadas veces y ya no sirve. Recupere su clave para ingresar',
      /** `time` carries seconds. The key is typed again: it is never written back. */
      checkWanted: (time: string): string =>
        `Hay muchas solicitudes ahora. Escriba otra vez su clave y presione Ingresar a las ${time}`,
      justRecovered: 'No coincidió. Escríbala como la guardó hace un momento',
    },
  },
  account: {
    title: (portal: string): string => `Ya ingresó a ${portal}`,
    works: 'Funciona: su clave es correcta.',
    lastSignIn: (when: string, device: string): string => `Último ingreso: ${when}, desde ${device}.`,
    firstSignIn: 'Es su primer ingreso aquí.',
    notYou: '¿No fue usted?',
    cards: {
      contact: 'Sus datos de contacto',
      signIn: 'Formas de ingresar',
      codes: 'Códigos de recuperación en papel',
      questions: 'Preguntas personales',
      activity: 'Actividad',
      key: 'Cambiar clave',
      sessions: 'Dónde ingresó',
      personal: 'Descargar sus datos',
    },
    signOut: 'Salir',
    borrowed: 'Si este equipo no es suyo, salga antes de irse.',
    ended: {
      title: 'Pasó el tiempo',
      text: ['Su cuenta se cerró en este equipo.', 'Ingrese otra vez y siga donde estaba.'],
    },
  },
  problems: {
    notFound: { title: 'No encontramos esa página', text: ['Revise la dirección o vuelva al inicio.'] },
    badRequest: {
      title: 'No entendimos lo que envió su navegador',
      text: ['No se cambió nada.', 'Vuelva al inicio y empiece de nuevo.'],
    },
    wrongHost: (house: House): Notice => ({
      title: 'Esta no es la dirección del servicio',
      text: [`La dirección correcta es ${house.host}.`, 'Escríbala usted en su navegador.'],
    }),
    formExpired: {
      title: 'Esta página estuvo abierta mucho tiempo',
      text: [
        'No recibimos lo que envió y no se cambió nada.',
        'Vuelva a la página anterior e intente otra vez.',
      ],
    },
    tooLarge: {
      title: 'Lo que envió es demasiado grande',
      text: ['No se cambió nada.', 'Vuelva a la página anterior y escriba solo lo que se pide.'],
    },
    tooMany: (at: string): Notice => ({
      title: 'Hay demasiadas solicitudes desde esta conexión',
      text: [`Vuelva a intentarlo ${at}.`, 'Si está en un ciber, puede usar otra conexión.'],
    }),
    broken: {
      title: 'Lo sentimos, el servicio tiene un problema',
      text: ['Intente más tarde.', 'No se cambió nada en su cuenta.'],
    },
    busy: {
      title: 'El servicio está muy ocupado',
      text: ['No se cambió nada.', 'Espere un minuto e intente otra vez.'],
    },
    maintenance: (at: string): Notice => ({
      title: `El servicio vuelve ${at}`,
      text: ['Estamos haciendo mantenimiento.', 'Las oficinas atienden con normalidad.'],
    }),
    noCookies: {
      title: 'Su navegador no guarda cookies',
      text: ['Sin ellas no podemos unir los pasos.', 'Actívelas o use otro navegador.'],
    },
    /** Shown small, so that support can find the line in the log. */
    reference: (code: string): string => `Referencia: ${code}`,
    toStart: 'Ir al inicio',
  },
};
