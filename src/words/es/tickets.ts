/** In Spanish: the ticket for an office, its slip and its messages. */
import type { TicketNeed, TicketResult, TicketStatus } from '../../rules/desk/tickets.ts';
import { letter, plain, unbroken } from '../letters.ts';
import type { MailText, Notice, Sender, TicketFacts } from '../shapes.ts';
import { day } from '../times.ts';

export const tickets = {
  chooseOffice: {
    title: '¿Qué oficina le queda mejor?',
    hint: 'Le damos un turno. No pide su número ni su nombre',
    pick: 'Elija una oficina',
    before: [
      'Vaya usted en persona con su documento original.',
      'Lleve un correo o un celular que use usted.',
      'No pague a nadie por este trámite.',
    ],
    errors: { empty: 'Elija la oficina que le queda mejor' },
  },
  sayNeeds: {
    title: '¿Necesita algo especial?',
    hint: 'Marque lo que necesite. Si no necesita nada, continúe',
    needs: {
      ramp: 'Rampa',
      'sign-language': 'Intérprete de señas',
      'kichwa-shuar': 'Atención en kichwa o shuar',
      priority: 'Atención prioritaria',
    } satisfies Record<TicketNeed, string>,
    priority: 'Personas mayores, embarazo o discapacidad',
  },
  leavePhone: {
    title: '¿A qué celular le avisamos?',
    hint: 'Es opcional. Sirve solo para este turno y después se borra',
    take: 'Pedir el turno',
    errors: { malformed: 'Ese número no es de un celular. Escríbalo completo o deje el espacio vacío' },
  },
  ticket: {
    title: (name: string): string => `Su turno: ${name}`,
    goUntil: (day: string): string => `Vaya hasta el ${day}.`,
    bring: {
      title: 'Lleve',
      items: ['su documento original', 'un celular o un correo que use usted'],
    },
    inPerson: 'Vaya usted en persona. No pague a nadie por este trámite.',
    needs: 'Usted pidió:',
    asked: 'Turno para recuperar la clave',
    print: 'Imprimir',
    printHint: 'Para imprimir esta página, use el menú de su navegador.',
    send: 'Enviarme esto por SMS',
    sent: 'Enviamos el turno a su celular. Puede tardar unos minutos.',
    cancel: 'Cancelar el turno',
    another: 'Pedir otro turno',
    notYou: 'Si usted no pidió esto',
    standing: {
      waiting: 'El turno está listo para usarse.',
      called: 'Ya llamaron este turno. Acérquese a la ventanilla.',
      'no-show': 'Llamaron este turno y nadie vino. Acérquese y avise que llegó.',
      served: 'Este turno ya fue atendido.',
      cancelled: 'Este turno se canceló.',
      expired: 'Este turno ya terminó.',
    } satisfies Record<TicketStatus, string>,
    results: {
      received: 'Recibido.',
      'in-review': 'En revisión por una segunda persona.',
      changes: (when: string): string => `Sus datos cambian ${when}.`,
      ready: 'Listo. Ya puede recuperar su clave.',
    } satisfies Record<TicketResult['kind'], unknown>,
    unknown: {
      title: 'No encontramos ese turno',
      text: ['Revise las dos palabras y el número.', 'Si el turno es antiguo, pida otro.'],
    } satisfies Notice,
  },
  /** What is printed, here and at the desk. */
  slip: {
    title: 'Comprobante',
    name: 'Turno',
    at: 'Fecha',
    office: 'Oficina',
    asked: 'Qué se pidió',
    effective: 'Rige desde',
    notYou: 'Si usted no pidió esto',
    address: 'Vea cómo va en',
    qr: 'Código QR con la dirección que está escrita abajo',
  },
};

/** As a letter, for a courier that carries nothing else. */
export const ticketMail = ({ ticket, office, until, reminder }: TicketFacts, sender: Sender): MailText => ({
  subject: `${ticket.replace(/-\d+$/, '').replaceAll('-', ' ')}: su turno en la oficina`,
  text: letter([
    'Hola:',
    `${reminder ? 'Le recordamos su turno' : 'Su turno es'} ${unbroken(ticket)}. Vaya a ${office} hasta el ` +
      `${day(until, sender.timezone, 'es')}.`,
    'Lleve su documento original y un celular o un correo que use usted. No pague a nadie por este trámite.',
    sender.institutionName,
  ]),
});

/** An office's name has room for so many signs beside the rest of one segment. */
const officeSigns = 30;

export const ticketSms = ({ ticket, office, until, reminder }: TicketFacts, sender: Sender): string =>
  `${plain(sender.shortName)}: ${reminder ? 'recuerde su ' : ''}ticket ${ticket}. Lleve su documento a ` +
  `${plain(office).slice(0, officeSigns)} hasta el ${day(until, sender.timezone, 'es')}. No pague a nadie.`;
