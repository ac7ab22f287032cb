/** In Spanish: what agents do at the counter, from the search to the slip, and the page of the person they serve. */
import type { CaseRefusal, DeskEnding, DeskStage } from '../../rules/desk/case.ts';
import type { DocumentKind, Point, ProofingFault } from '../../rules/desk/proofing.ts';
import type { FreezeReason, RevealField, RevealReason, SearchReason } from '../../rules/desk/reasons.ts';
import type { TicketStatus } from '../../rules/desk/tickets.ts';
import type { ContactSlot, House, Notice } from '../shapes.ts';

const nothing = 'No se cambió nada.';

/** Staff are told plainly why: they may know. */
const refused: Record<CaseRefusal, Notice> = {
  'case-over': { title: 'Este trámite ya terminó', text: [nothing] },
  'out-of-turn': { title: 'El trámite está en otro paso', text: [nothing, 'Vuelva a abrirlo.'] },
  'wrong-role': { title: 'Ese paso es de otro rol', text: [nothing] },
  'own-person': {
    title: 'No puede atender su cuenta ni la de su familia',
    text: [nothing, 'Pida a otra persona de la oficina que la atienda.'],
  },
  'own-case': { title: 'No puede decidir un trámite en el que usted trabajó', text: [nothing] },
  'same-device': { title: 'Este trámite se hizo en este mismo equipo', text: [nothing, 'Decídalo en otro.'] },
  'no-touch': { title: 'No se reconoció la llave', text: [nothing, 'Acérquela otra vez.'] },
  stale: { title: 'El trámite cambió mientras lo leía', text: [nothing, 'Vuelva a abrirlo.'] },
  'too-many-cases': {
    title: 'Ya abrió todos los trámites de hoy',
    text: [nothing, 'Pida a otra persona de la oficina que la atienda.'],
  },
  'too-many-for-one-agent': {
    title: 'Ya aprobó muchos trámites de esta persona hoy',
    text: [nothing, 'Otra persona de supervisión debe decidirlo.'],
  },
  'not-proofed': { title: 'Falta confirmar la identidad', text: [nothing] },
  'same-contact': { title: 'Ese dato ya es de esta cuenta', text: [nothing] },
  'not-frozen': { title: 'Esta cuenta no está protegida', text: ['No hay nada que levantar.'] },
  'account-barred': {
    title: 'Esta cuenta no admite cambios',
    text: [nothing, 'Está suspendida o cerrada en los registros. Llame a supervisión.'],
  },
  'no-more-messages': {
    title: 'Ya se enviaron todos los códigos permitidos',
    text: [nothing, 'Intente más tarde. El límite es de la cuenta.'],
  },
  'too-soon': {
    title: 'Todavía no puede pedir otro código',
    text: ['Espere un minuto o dos.', 'El que enviamos sigue sirviendo.'],
  },
  'wrong-code': { title: 'El código no es el de este trámite', text: [nothing] },
  'code-expired': { title: 'El código venció', text: [nothing] },
  'out-of-tries': { title: 'Hubo demasiados códigos distintos', text: [nothing] },
  'staff-device': {
    title: 'El código se escribe en otro equipo',
    text: [
      'En este navegador trabaja una persona de la oficina.',
      'Use su celular o el equipo para el público.',
    ],
  },
};

const documents: Record<DocumentKind, string> = {
  'id-card': 'Cédula',
  passport: 'Pasaporte',
  'refugee-card': 'Carné de refugio',
  'fund-card': 'Carné de la institución',
};

const faults: Record<ProofingFault, string> = {
  'no-document': 'Falta el documento original. Elija cuál tiene en la mano',
  'document-expired': 'El documento venció. Pida otro documento o llame a supervisión',
  'photo-not-matched': 'Falta revisar la foto. Compárela y marque la casilla',
  altered: 'Falta revisar si el documento fue alterado. Mírelo y marque la casilla',
  'second-expired': 'El segundo documento venció. Pida otro',
  'second-is-the-same': 'El segundo documento es igual al primero. Elija uno de otra clase',
  'registry-says-no':
    'El registro no reconoce el documento. No siga y elija «No puedo confirmar la identidad»',
  'not-alone': 'Falta comprobar que nadie responde por la persona. Marque la casilla',
  'no-authority': 'Falta el nombramiento de quien representa a la empresa. Elija cuál mostró',
  'authority-expired': 'El nombramiento venció. Pida el vigente',
  'too-few-points': 'Faltan puntos. Pida una segunda prueba',
};

const endings: Record<DeskEnding, string> = {
  approved: 'Aprobado.',
  refused: 'No se aprobó. La cuenta queda como estaba.',
  cancelled: 'La persona lo canceló. La cuenta queda como estaba.',
  unconfirmed: 'Hoy no se hizo el cambio. La cuenta queda como estaba.',
  expired: 'Pasó su tiempo. Puede abrir otro trámite.',
  overtaken: 'La cuenta cambió por otro camino. Si todavía hace falta, abra otro trámite.',
};

const stages: Record<DeskStage['kind'], string> = {
  unopened: 'Sin abrir',
  proofing: 'Confirmando la identidad',
  'naming-contact': 'Falta el dato nuevo',
  confirming: 'Falta que la persona escriba el código',
  reviewing: 'Falta enviarlo a aprobación',
  awaiting: 'Espera aprobación',
  returned: 'Devuelto con una pregunta',
  closed: 'Terminado',
};

const messagesOf = (count: number): string => (count === 1 ? 'un mensaje' : `${count} mensajes`);

export const counter = {
  refused,
  search: {
    title: 'Buscar persona',
    label: 'Número de documento o turno',
    hint: 'Completo, como está en el documento o en el turno',
    why: '¿Por qué busca a esta persona?',
    reasons: {
      'at-the-window': 'Está en la ventanilla',
      ticket: 'Turno',
      call: 'Llamada',
      supervision: 'Supervisión',
    } satisfies Record<SearchReason, string>,
    submit: 'Buscar',
    today: (count: number): string => `Hoy: ${count}`,
    told: 'La persona verá esta búsqueda en su actividad.',
    own: 'Sus trámites abiertos',
    errors: {
      empty: 'Escriba el número de documento o el turno',
      malformed: 'Eso no es un número completo ni un turno. Revíselo',
      reason: 'Elija por qué busca a esta persona',
      nobody: 'No hay una cuenta con ese número. Compare con el documento',
      'ticket-without-number': 'Ese turno no lleva número. Pida el documento y busque por su número',
      'too-many-searches': 'Ya no puede buscar más hoy. Avise a supervisión',
    },
  },
  record: {
    title: 'Ficha',
    states: {
      active: 'Activa',
      locked: 'Bloqueada',
      held: 'En espera de un cambio',
      frozen: 'Protegida por la persona',
      closed: 'Suspendida o cerrada en los registros',
    },
    state: 'Estado',
    name: 'Nombre',
    none: 'No tiene',
    bouncing: 'El correo no recibe mensajes.',
    returned: {
      /** "El correo principal" and its like begin a sentence. */
      names: { email: 'El correo principal', 'second-email': 'El segundo correo' },
      refused: (name: string, count: number, when: string): string =>
        `${name} rechazó ${messagesOf(count)}. El último volvió ${when}.`,
      delayed: (name: string, count: number, when: string): string =>
        `${name} no recibió a tiempo ${messagesOf(count)}. El último aviso llegó ${when}.`,
    },
    checked: (when: string): string => `Datos confirmados por última vez ${when}.`,
    willChange: (the: string, at: string): string => `Cambia ${the} ${at}, salvo que la persona lo cancele.`,
    reveal: {
      title: 'Ver un dato completo',
      field: '¿Qué dato necesita ver?',
      fields: {
        name: 'Nombre',
        email: 'Correo principal',
        'second-email': 'Segundo correo',
        phone: 'Celular',
      } satisfies Record<RevealField, string>,
      why: '¿Para qué?',
      reasons: {
        'compare-document': 'Comparar con el documento',
        'read-back': 'Leérselo a la persona',
        'person-asks': 'La persona lo pide',
        review: 'Revisar un trámite',
      } satisfies Record<RevealReason, string>,
      submit: 'Ver el dato',
      told: 'Se muestra una vez. La persona lo verá en su actividad.',
      shown: (field: string): string => `${field}, completo:`,
      errors: { field: 'Elija qué dato necesita ver', reason: 'Elija para qué lo necesita' },
    },
    open: {
      title: 'Abrir un trámite',
      told: 'Primero se confirma la identidad. Nada cambia sin otra persona.',
      change: (the: string): string => `Cambiar ${the}`,
      lift: 'Levantar la protección',
      going: 'Trámite abierto:',
      elsewhere: 'Hay un trámite abierto en otra oficina.',
    },
    freeze: {
      title: 'Proteger la cuenta ahora',
      told: 'Nadie podrá ingresar. Para abrirla otra vez hacen falta dos personas.',
      why: '¿Por qué la protege?',
      reasons: {
        'person-asks': 'La persona lo pide',
        suspicion: 'Hay algo extraño',
        supervision: 'Lo pide supervisión',
      } satisfies Record<FreezeReason, string>,
      submit: 'Proteger la cuenta',
      done: 'La cuenta quedó protegida.',
      errors: { reason: 'Elija por qué la protege' },
    },
    timeline: 'Trámites en oficinas',
    noCases: 'No hay trámites en oficinas.',
    columns: { opened: 'Abierto', errand: 'Qué se pidió', stage: 'Cómo va', office: 'Oficina' },
    gone: {
      title: 'Esta ficha se cerró',
      text: ['Se abre por media hora y solo para quien buscó.', 'Busque a la persona otra vez.'],
    } satisfies Notice,
    searchAgain: 'Buscar otra vez',
  },
  errands: {
    change: (the: string): string => `Cambiar ${the}`,
    lift: 'Levantar la protección de la cuenta',
  },
  stages,
  endings,
  case: {
    title: (words: string): string => `Trámite ${words}`,
    refresh: 'Actualizar',
    another: 'Buscar a otra persona',
    slip: 'Ver el comprobante',
    gone: {
      title: 'No encontramos ese trámite',
      text: ['Puede ser de otra oficina.'],
    } satisfies Notice,
  },
  prove: {
    title: 'Lista de identidad',
    points: (has: number, all: number, needed: number): string =>
      `Lleva ${has} de ${all}. Hacen falta ${needed}.`,
    names: {
      document: 'documento',
      photo: 'foto',
      second: 'segunda prueba',
      words: 'palabras del turno',
      authority: 'nombramiento',
    } satisfies Record<Point, string>,
    have: (names: string): string => `Ya cuenta: ${names}.`,
    choose: 'Elija uno',
    date: { day: 'Día', month: 'Mes', year: 'Año' },
    documents,
    document: {
      legend: '1. Documento original en mano',
      script: 'Diga: «¿Me permite su documento original?» No acepte copias ni fotos.',
      kind: 'Clase de documento',
      expires: 'Vence',
      photo: 'La foto coincide con la persona',
      unaltered: 'No hay señales de alteración',
    },
    second: {
      legend: '2. Segunda prueba',
      script: 'Diga: «¿Tiene otro documento con su nombre?»',
      kind: 'Otro documento o consulta',
      none: 'Ninguna',
      registry: 'Consulta al registro civil de prueba (no es un registro real)',
      expires: 'Vence, si es un documento',
      unavailable: 'El registro no respondió. Esta consulta no suma puntos.',
    },
    words: {
      legend: '3. Palabras del turno',
      script: 'Pida a la persona que diga las dos palabras de su turno. No las diga usted.',
      said: 'Dijo las dos palabras',
    },
    alone: {
      legend: '4. Presencia',
      script: 'Pregunte a la persona. Quien acompaña puede esperar a un lado.',
      box: 'Nadie más responde por la persona',
    },
    authority: {
      legend: '5. Quien representa a la empresa',
      script: 'Pida el nombramiento inscrito y vigente.',
      kind: 'Nombramiento',
      kinds: { representative: 'Representante legal', liquidator: 'Liquidador o liquidadora' },
      expires: 'Vence',
    },
    submit: 'Continuar',
    unable: 'No puedo confirmar la identidad',
    errors: { ...faults, date: 'Escriba la fecha con día, mes y año, como 03 05 2030' },
  },
  contact: {
    title: {
      email: 'Correo nuevo',
      'second-email': 'Segundo correo nuevo',
      phone: 'Celular nuevo',
    } satisfies Record<ContactSlot, string>,
    hint: 'Pida a la persona que lo diga letra por letra',
    submit: 'Leerlo con la persona',
    readBack: {
      title: 'Léalo letra por letra',
      script: 'Lea cada letra y número en voz alta. La persona dice si está bien.',
      send: 'Está bien: enviar el código',
      change: 'Cambiarlo',
      instead: (better: string): string => `Usar ${better}`,
      typo: '¿Está bien lo que va después de la @? Es parecido a otro muy usado.',
    },
  },
  confirming: {
    title: 'La persona escribe el código',
    sent: (to: string, until: string): string => `Enviamos un código a ${to}. Sirve hasta ${until}.`,
    where: 'La persona abre esta dirección en su celular, o en el equipo para el público:',
    qr: 'Código QR con la dirección de la persona',
    waiting: 'Esperamos a que la persona escriba el código. Usted no lo pida ni lo escriba.',
    resend: 'Enviar otro código',
    resent: 'Enviamos otro código. El anterior ya no sirve.',
    change: 'Cambiar el dato',
  },
  review: {
    title: 'Revisar y enviar',
    what: 'Qué se pide',
    from: 'Antes',
    to: 'Después',
    identity: 'Identidad',
    confirmed: 'Confirmada con la lista',
    change: 'Cambiar el dato',
    effective: (at: string): string =>
      `Si se aprueba ahora, rige desde ${at}, salvo que la persona lo cancele.`,
    lifts: 'Si se aprueba, la cuenta se abre en ese momento.',
    told: 'Al enviarlo avisamos a todos los contactos de la persona.',
    note: 'Motivo, en una frase',
    noteHint: 'Sin números, correos ni nombres',
    submit: 'Enviar a aprobación',
    errors: { note: 'Escriba el motivo en una frase, sin datos personales' },
  },
  awaiting: {
    title: 'Enviado a aprobación',
    text: 'Otra persona lo decide en otro equipo. Ya avisamos a los contactos de la persona.',
  },
  returned: {
    title: 'Supervisión pregunta',
    answer: 'Su respuesta, en una frase',
    submit: 'Responder y enviar otra vez',
    change: 'Cambiar el dato',
  },
  unconfirmed: {
    title: 'No se confirma la identidad',
    script: 'Diga: «Hoy no podemos hacer el cambio. Su cuenta queda como estaba».',
    neutral: 'No acuse a nadie y no explique qué falló. Entregue el comprobante.',
    why: '¿Cómo se cierra?',
    ways: { normal: 'Falta algo y la persona puede volver', suspicion: 'Prefiero que se revise' },
    hint: 'La página que sigue es igual en los dos casos.',
    submit: 'Cerrar el trámite',
    errors: { way: 'Elija cómo se cierra' },
  },
  slip: {
    title: 'Comprobante',
    asked: {
      change: (the: string): string => `Cambiar ${the}`,
      lift: 'Abrir la cuenta',
    },
    print: 'Imprimir',
    printHint: 'Para imprimir esta página, use el menú de su navegador.',
    sent: 'Otra persona revisa el pedido. Le avisaremos a todos sus contactos.',
    approved: 'El pedido se aprobó.',
    more: 'Ayuda y avisos en',
    reason: 'Motivo',
    reasons: {
      unconfirmed: 'Clase I: no se pudo confirmar la identidad con lo que se mostró.',
      refused: 'Clase R: la segunda persona no aprobó el pedido.',
    },
    bring: 'Cuando vuelva, traiga',
    items: [
      'su documento original y vigente',
      'otro documento con su nombre',
      'un turno pedido por usted',
      'un correo o un celular que use usted',
    ],
    complain: (house: House): string =>
      `Si no está de acuerdo, pida una revisión en cualquier oficina o llame al ${house.phone}.`,
    back: 'Volver al trámite',
  },
  tickets: {
    title: 'Turnos del día',
    none: 'No hay turnos en esta oficina.',
    caption: (office: string): string => `Turnos de ${office}, primero el que espera más`,
    columns: { name: 'Turno', needs: 'Necesita', status: 'Cómo va', acts: 'Qué hacer' },
    statuses: {
      waiting: 'Espera',
      called: 'Llamado',
      'no-show': 'No vino',
      served: 'Atendido',
      cancelled: 'Cancelado',
      expired: 'Vencido',
    } satisfies Record<TicketStatus, string>,
    acts: { call: 'Llamar', miss: 'No vino', serve: 'Atendido' },
    serveNow: 'Buscar a esta persona',
    errors: {
      elsewhere: 'Ese turno no es de esta oficina',
      'not-now': 'Ese turno ya está en otro punto. Revise la lista',
    },
  },
  person: {
    title: 'Escriba su código',
    intro: {
      email: 'Enviamos un código a su correo nuevo.',
      'second-email': 'Enviamos un código a su segundo correo nuevo.',
      phone: 'Enviamos un PIN a su celular nuevo.',
    } satisfies Record<ContactSlot, string>,
    alone: 'Escríbalo usted. No se lo diga a nadie, tampoco a quien le atiende.',
    submit: 'Continuar',
    done: {
      title: 'Listo',
      text: ['Su código es correcto.', 'Ahora devuelva la atención a quien le atiende en la ventanilla.'],
    } satisfies Notice,
    none: {
      title: 'Aquí no hay nada que escribir ahora',
      text: ['Revise la dirección con quien le atiende.', 'No se cambió nada.'],
    } satisfies Notice,
    tooManyTries: (at: string): Notice => ({
      title: 'Hubo demasiados códigos distintos',
      text: ['No se cambió nada.', `Podrá escribir códigos otra vez ${at}.`],
    }),
  },
  cancelAsked: {
    title: 'Cancelar lo que se pidió en una oficina',
    change: (the: string): string => `En una oficina se pidió cambiar ${the}. Todavía no se aprobó.`,
    lift: 'En una oficina se pidió abrir su cuenta protegida. Todavía no se aprobó.',
    meaning: 'Si cancela, todo queda como estaba. No necesita su clave.',
    submit: 'Cancelar el pedido',
    over: {
      title: 'Ese pedido ya no está pendiente',
      text: ['No se cambió nada en su cuenta por ese pedido.'],
    } satisfies Notice,
  },
};
