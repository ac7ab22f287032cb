/** The help pages in Spanish. */
import type { HelpPage, HelpSection, House } from '../shapes.ts';

const section = (
  heading: string,
  paragraphs: readonly string[],
  items: readonly string[] = [],
): HelpSection => ({
  heading,
  paragraphs,
  items,
});

/** What the privacy notice depends on. `address` is where the institution receives claims; all come from its file. */
export type PrivacyFacts = {
  readonly house: House;
  /** The mailbox of the institution that answers. */
  readonly mailbox: string;
  readonly address: string;
  readonly hasQuestions: boolean;
  readonly caseMinutes: number;
};

const questionsNotice = section('Las preguntas de seguridad', [
  'Estas preguntas no prueban quién es usted: otra persona puede conocer las respuestas.',
  'Las usamos solo para frenar intentos con datos ajenos. Responderlas bien no basta para crear una clave.',
  'Usan su día y mes de nacimiento, las empresas donde trabajó y lo que usted respondió al registrarse.',
  'Puede pasarlas siempre con «No puedo responder esto». Nunca preguntan por salud, familia o dinero.',
]);

function privacy({ house, mailbox, address, hasQuestions, caseMinutes }: PrivacyFacts): HelpPage {
  return {
    title: 'Privacidad',
    intro:
      'Esta página explica qué datos usa este servicio, para qué, por cuánto tiempo y qué puede pedir usted.',
    sections: [
      section('Quién responde por sus datos', [
        `${house.name}. Dirección: ${address}. Teléfono: ${house.phone}. Correo: ${mailbox}.`,
        `Para hablar con quien protege los datos personales, escriba a ${mailbox} o llame al ${house.phone}.`,
      ]),
      section('Para qué los usamos y con qué base legal', [
        'Solo para que usted recupere su clave, para avisarle y para proteger su cuenta de otras personas.',
        'La base es el deber legal de la institución de atender a sus afiliados y de proteger sus cuentas.',
        'No los usamos para publicidad ni para ningún otro fin posterior.',
      ]),
      section(
        'Qué datos usamos y de dónde vienen',
        ['Están en las bases de datos de la institución, que los recibió de usted o de su empleador.'],
        [
          'el número con el que usted entra y el contacto que registró',
          'su primer nombre, solo para saludarle en los mensajes',
          'lo que escribe en estas páginas, para compararlo',
          'el celular que deja con un turno, hasta que el turno termina',
          'la hora, el tipo de equipo y la conexión desde donde se hizo el trámite',
        ],
      ),
      ...(hasQuestions ? [questionsNotice] : []),
      section('Qué hacemos con ellos', [
        'Los comparamos, los guardamos cifrados y los borramos. No mostramos sus datos en ninguna página.',
        'Guardamos su clave de una forma que nadie puede leer, tampoco nuestro personal.',
      ]),
      section('Por cuánto tiempo', [
        `Un trámite dura hasta ${caseMinutes} minutos.`,
        'El registro de lo hecho se guarda el tiempo que la ley exige. No lleva su clave.',
      ]),
      section('A quién los entregamos', [
        'Solo a quien lleva el correo o el mensaje a su contacto. No los vendemos.',
        'Estas páginas no cargan nada de terceros ni llevan sus datos a otro país.',
        'Si su correo es de una empresa extranjera, el mensaje llega a esa empresa.',
      ]),
      section('Si no da sus datos o no son correctos', [
        'Dar sus datos es voluntario, pero sin ellos no podemos enviarle el mensaje.',
        'Si escribe otro número u otro contacto, no le llegará nada y no se cambia nada.',
        'Entonces puede ir a una oficina con su documento.',
      ]),
      section(
        'Qué puede pedir',
        ['Puede pedirlo gratis por teléfono, por correo o en una oficina. Respondemos en 15 días.'],
        [
          'ver sus datos, corregirlos, actualizarlos o eliminarlos',
          'oponerse a un uso, limitarlo o anularlo',
          'recibir una copia para llevarla a otra institución',
          'retirar su consentimiento, en lo que dependa de él',
          'que una persona revise lo que decidió una máquina',
        ],
      ),
      section('Decisiones automáticas', [
        'El servicio compara datos y cuenta intentos de forma automática. No hace perfiles de las personas.',
        'Si el servicio no le deja seguir, una persona le atiende en una oficina o por teléfono.',
      ]),
      section('Dónde reclamar', [
        `Primero con nosotros: ${mailbox} o ${house.phone}.`,
        'También ante la Superintendencia de Protección de Datos Personales.',
      ]),
    ],
  };
}

export const help = {
  title: 'Ayuda',
  messages: (house: House, sender: string): HelpPage => ({
    title: 'Cómo reconocer nuestros mensajes',
    intro: 'Antes de usar un código o un enlace, compare el mensaje con esta página.',
    sections: [
      section(
        'Un mensaje nuestro siempre',
        [],
        [
          `viene de ${sender}`,
          'lleva en el asunto las dos palabras que usted ve en la pantalla',
          `lleva direcciones que empiezan con ${house.host}`,
          'dice la hora y el tipo de equipo desde donde se pidió',
        ],
      ),
      section(
        'Nunca le pedimos',
        [],
        [
          'su clave, por ningún medio',
          'que nos diga o reenvíe un código, tampoco por teléfono o WhatsApp',
          'dinero: este trámite es gratuito',
          'que instale un programa o abra un archivo',
        ],
      ),
      section('Mensajes al celular', [
        'Nuestros mensajes de celular nunca llevan enlaces. Solo llevan un PIN o un aviso.',
      ]),
      section('Si tiene dudas', [
        `No abra el enlace. Escriba usted ${house.host} en su navegador o llame al ${house.phone}.`,
      ]),
    ],
  }),
  helping: (house: House): HelpPage => ({
    title: 'Si ayuda a otra persona',
    intro: 'Ayudar a escribir está bien. La cuenta y la clave son siempre de la otra persona.',
    sections: [
      section(
        'Cómo ayudar bien',
        [],
        [
          'hágalo con la persona a su lado',
          'deje que ella abra su propio correo o celular y lea el código',
          'mire hacia otro lado cuando ella escriba la clave',
          'no guarde la clave en su teléfono ni en su navegador',
          'al final, elija «Terminar y borrar este equipo»',
        ],
      ),
      section('Si la persona no puede abrir su correo', [
        'No registre el correo de usted en la cuenta de ella. Quien tiene el correo puede entrar a la cuenta.',
        `Vayan juntos a una oficina con el documento de ella, o llamen al ${house.phone}.`,
      ]),
      section('Si alguien cobra por este trámite', [
        `Este trámite es gratuito. No entregue su documento ni su clave. Cuéntenos en el ${house.phone}.`,
      ]),
    ],
  }),
  internetCafe: (house: House): HelpPage => ({
    title: 'Si está en un ciber',
    intro: 'Puede recuperar su clave en un equipo prestado si cuida estas cosas.',
    sections: [
      section(
        'Antes',
        [],
        [
          `escriba usted la dirección: ${house.host}`,
          'si puede, use una ventana privada del navegador',
          'no acepte que otra persona escriba por usted',
        ],
      ),
      section(
        'Al terminar',
        [],
        [
          'no guarde la clave en el navegador',
          'elija «Terminar y borrar este equipo»',
          'cierre también su correo',
          'no deje papeles con su clave',
        ],
      ),
      section('Si la conexión está ocupada', [
        'Mucha gente puede usar la misma conexión. Si le pedimos esperar, vuelva a la hora que dice la página.',
      ]),
    ],
  }),
  offices: (house: House): HelpPage => ({
    title: 'Oficinas y horarios',
    intro: 'Puede recuperar su clave en persona en cualquiera de estas oficinas.',
    sections: [
      section(
        'Qué llevar',
        [],
        [
          'su documento original',
          'un correo o un celular que use usted',
          'las dos palabras de su trámite, si las tiene',
        ],
      ),
      section('Antes de ir', [
        'Vaya usted en persona. No pague a nadie por este trámite.',
        `Si no puede ir, llame al ${house.phone}.`,
      ]),
    ],
  }),
  officeTable: { name: 'Oficina', province: 'Provincia', address: 'Dirección', hours: 'Horario' },
  privacy,
  accessibility: (house: House): HelpPage => ({
    title: 'Accesibilidad',
    intro: 'Queremos que todas las personas puedan recuperar su clave sin ayuda.',
    sections: [
      section(
        'Qué puede hacer en estas páginas',
        [],
        [
          'aumentar el texto al doble sin perder nada',
          'usar solo el teclado, o un lector de pantalla',
          'pedir más tiempo para crear su clave',
          'pegar la clave y el código, o dejar que su equipo los escriba',
          'seguir sin responder preguntas y sin resolver acertijos',
          'usar el servicio sin JavaScript y con colores oscuros',
        ],
      ),
      section('Qué norma seguimos', [
        'Trabajamos para cumplir WCAG 2.2, nivel AA. Lo revisamos con programas y con el teclado.',
        'Todavía falta probar estas páginas con personas que usan lector de pantalla.',
      ]),
      section('Si algo no le funciona', [
        `Llame al ${house.phone} o vaya a una oficina. Le atenderemos de otra manera.`,
      ]),
    ],
  }),
  status: {
    title: 'Estado del servicio',
    question: '¿Puedo recuperar mi clave ahora?',
    yes: 'Sí. El servicio funciona.',
    slow: 'Sí, pero los mensajes pueden tardar más de lo normal.',
    no: 'No por ahora. Intente más tarde o llámenos.',
    leaving: (seconds: number): string => `Los mensajes suelen salir en menos de ${seconds} segundos.`,
    /** `time` is a clock time. */
    checked: (time: string): string => `Revisado a las ${time}.`,
  },
};
