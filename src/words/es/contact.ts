/** In Spanish: contact data, their changes, and "it was not me". */
import type { ContactSlot, House, Notice, Rich } from '../shapes.ts';

const tries = (n: number): string => (n === 1 ? 'Le queda 1 intento' : `Le quedan ${n} intentos`);

const names: Record<ContactSlot, { readonly plain: string; readonly the: string; readonly your: string }> = {
  email: { plain: 'Correo principal', the: 'el correo principal', your: 'su correo principal' },
  'second-email': { plain: 'Segundo correo', the: 'el segundo correo', your: 'su segundo correo' },
  phone: { plain: 'Celular', the: 'el celular', your: 'su celular' },
};

const mailErrors = {
  empty: 'Escriba el correo nuevo',
  'no-at': 'Al correo le falta el signo @. Escríbalo como nombre@ejemplo.com',
  'no-domain': 'Al correo le falta lo que va después de @',
  malformed: 'Ese correo tiene un signo que no corresponde. Escríbalo como nombre@ejemplo.com',
  same: (your: string): string => `Ese correo ya es ${your}. Escriba otro`,
};
const phoneErrors: typeof mailErrors = {
  empty: 'Escriba el celular nuevo',
  'no-at': 'Escriba un número de celular, como 09… o con +593',
  'no-domain': 'Escriba un número de celular, como 09… o con +593',
  malformed: 'Ese número no corresponde a un celular. Escríbalo como 09… o con + y su país',
  same: () => 'Ese celular ya es el suyo. Escriba otro',
};

const mailField = { hint: 'Escríbalo completo. Le enviaremos un código', errors: mailErrors };

const fields: Record<
  ContactSlot,
  { readonly label: string; readonly hint: string; readonly errors: typeof mailErrors }
> = {
  email: { ...mailField, label: '¿Cuál es su correo nuevo?' },
  'second-email': { ...mailField, label: '¿Cuál es su segundo correo?' },
  phone: {
    label: '¿Cuál es su celular?',
    hint: 'De cualquier país, como 09… o con +593. Le enviaremos un PIN',
    errors: phoneErrors,
  },
};

export const contact = {
  contact: {
    title: 'Sus datos de contacto',
    why: 'Los usamos solo para avisarle y para que recupere su clave.',
    names,
    none: 'No tiene',
    states: {
      confirmed: 'Confirmado',
      unconfirmed: 'Por confirmar',
      bouncing: 'No recibe mensajes',
    },
    change: 'Cambiar',
    add: 'Agregar',
    /** After `change` or `add`, for who hears the page. */
    hidden: (the: string): string => ` ${the}`,
    waiting: (hint: string): string => `Falta el código que enviamos a ${hint}.`,
    enterCode: 'Escribir el código',
    willChange: (hint: string, at: string): string => `Cambia ${at} por ${hint}.`,
    willGo: (at: string): string => `Se quita ${at}.`,
    cancel: 'Cancelar el cambio',
    cancelled: 'Cancelamos el cambio. Seguimos usando los datos de siempre.',
    checked: 'Gracias. Seguiremos usando sus datos como están.',
    reminder: {
      ask: (hint: string): Rich => ['¿Sigue usando este correo: ', { strong: hint }, '?'],
      yes: 'Sí',
      change: 'Cambiarlo',
    },
  },
  changeContact: {
    fields,
    why: 'Lo usaremos solo para avisarle y para que recupere su clave.',
    hold: (hours: number): string =>
      `Por su seguridad, el cambio empieza ${hours} horas después de confirmarlo. Avisamos a todos sus contactos.`,
    errors: { notServed: 'No podemos enviar mensajes a ese país. Use un correo' },
    send: 'Enviar código',
    remove: (the: string): string => `Quitar ${the}`,
    noMore: {
      title: 'Ya pidió varios cambios',
      text: ['No se cambió nada.', 'Intente otra vez en unas horas, o llame a nuestra línea de ayuda.'],
    },
    barred: {
      title: 'Su cuenta no admite cambios ahora',
      text: ['No se cambió nada.', 'Llame a nuestra línea de ayuda.'],
    },
  },
  confirmContact: {
    title: (slot: ContactSlot): string =>
      slot === 'phone' ? 'Revise su celular nuevo' : 'Revise su correo nuevo',
    sent: (to: string, until: string): Rich => [
      'Enviamos un mensaje a ',
      { strong: to },
      '. Su código sirve hasta ',
      { strong: until },
      '.',
    ],
    unchanged: 'Hasta que lo confirme, nada cambia.',
    submit: 'Confirmar',
    trouble: 'No me llega el mensaje',
    spam: 'Mire en Correo no deseado, Promociones y Notificaciones.',
    resend: 'Pedir otro mensaje',
    resendAt: (at: string): string => `Podrá pedir otro mensaje ${at}. El nuevo reemplaza al anterior.`,
    noMore: 'Ya pidió todos los mensajes de este cambio. Empiece el cambio de nuevo más tarde.',
    resent: 'Enviamos otro mensaje. El código anterior ya no sirve.',
    tooSoon: (at: string): Notice => ({
      title: 'Todavía no puede pedir otro mensaje',
      text: [`Pídalo ${at}.`, 'El que enviamos sigue sirviendo.'],
    }),
    correct: 'Corregir el dato',
    tooManyTries: (at: string): Notice => ({
      title: 'Hubo demasiados códigos distintos',
      text: ['Nada cambió.', `Podrá escribir códigos otra vez ${at}.`],
    }),
    over: {
      title: 'Ese cambio ya no está pendiente',
      text: [
        'Se canceló, se reemplazó por otro o pasó su tiempo.',
        'Si todavía lo quiere, empiece de nuevo.',
      ],
    },
    errors: {
      wrong: (left: number): string =>
        `Ese código no es el de este cambio. Use el del último mensaje. ${tries(left)}`,
      wrongPin: (left: number): string =>
        `Ese PIN no es el de este cambio. Use el del último mensaje. ${tries(left)}`,
    },
  },
  contactHeld: {
    title: 'Revise el cambio',
    what: 'Dato',
    to: 'Nuevo',
    removed: 'Se quita',
    effective: (at: string): Rich => ['El cambio rige desde ', { strong: at }, '.'],
    meanwhile: 'Hasta entonces seguimos usando los datos anteriores y avisamos a todos.',
    cancelAnyTime: 'Puede cancelarlo cuando quiera.',
    back: 'Ver sus datos de contacto',
  },
  cancelChange: {
    title: (your: string): string => `Cancelar el cambio de ${your}`,
    pending: (the: string, at: string): string => `Se pidió cambiar ${the}. El cambio empieza ${at}.`,
    justChanged: (the: string): string => `Acaba de cambiar ${the}. Todavía puede volver al anterior.`,
    meaning: 'Si cancela, seguimos usando los datos de siempre. No necesita su clave.',
    submit: 'Cancelar el cambio',
    wasYou: '¿Lo pidió usted? No tiene que hacer nada. Cierre esta página.',
    cancelled: (your: string, when: string): Notice => ({
      title: `El cambio de ${your} se canceló`,
      text: [
        `Se canceló ${when}. Seguimos usando los datos de siempre.`,
        'Si usted no pidió ese cambio, alguien puede conocer su clave. Cámbiela o recupérela ahora.',
      ],
    }),
    tooLate: (your: string, when: string, house: House): Notice => ({
      title: `El cambio de ${your} ya empezó`,
      text: [
        `Empezó ${when} y este enlace ya no lo detiene.`,
        `Si no fue usted, abra el aviso «no fui yo» de ese día o llame al ${house.phone}.`,
      ],
    }),
    unknown: (house: House): Notice => ({
      title: 'No reconocemos ese enlace',
      text: [
        'Puede estar cortado. Cópielo completo.',
        `También puede llamar al ${house.phone} para cancelar.`,
      ],
    }),
    protect: 'Proteger mi cuenta',
    recover: 'Recuperar su clave',
  },
  disavow: {
    title: 'Proteger su cuenta',
    intro: 'Si no fue usted, al continuar:',
    steps: (days: number): readonly string[] => [
      'Cancelamos los trámites y los cambios pendientes.',
      'Cerramos su cuenta en todos los equipos.',
      `Si su clave o sus datos cambiaron en los últimos ${days} días, los dejamos como estaban.`,
      'Nadie podrá ingresar hasta que usted confirme dos contactos o vaya a una oficina.',
    ],
    submit: 'Proteger mi cuenta',
    nothing: '¿Fue usted? No tiene que hacer nada. Puede borrar el mensaje.',
    pressed: {
      title: 'Protegimos su cuenta',
      words: (words: string): Rich => ['Su caso: ', { strong: words }, '. Diga estas dos palabras si llama.'],
      done: [
        'Cancelamos los cambios pendientes y deshicimos los recientes.',
        'Cerramos su cuenta en todos los equipos. Nadie puede ingresar por ahora.',
        'Avisamos a todos sus contactos.',
      ],
      open: (house: House): string =>
        `Para abrirla, recupere su clave, vaya a una oficina con su documento o llame al ${house.phone}.`,
    },
    expired: (until: string, house: House): Notice => ({
      title: `Ese enlace sirvió hasta ${until}`,
      text: ['No se cambió nada.', `Si no fue usted, llame ahora al ${house.phone}.`],
    }),
    unknown: (house: House): Notice => ({
      title: 'No reconocemos ese enlace',
      text: ['Puede estar cortado. Cópielo completo.', `Si no fue usted, llame ahora al ${house.phone}.`],
    }),
    recover: 'Recuperar su clave',
    offices: 'Ver oficinas y horarios',
  },
};
