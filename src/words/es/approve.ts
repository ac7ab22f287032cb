/** In Spanish: what waits for a second person at the desk, and how they decide. */
import type { DeskEnding } from '../../rules/desk/case.ts';
import type { DecisionRefusal } from '../../rules/desk/four-eyes.ts';
import type { DocumentKind, Point, RegistryAnswer } from '../../rules/desk/proofing.ts';
import type { RefuseReason, RevealField, RevealReason } from '../../rules/desk/reasons.ts';
import type { Signal } from '../../rules/desk/signals.ts';
import type { Channel } from '../../rules/policy.ts';

export const approve = {
  title: 'Por aprobar',
  intro: (minutes: number): string => `Nadie debería esperar más de ${minutes} minutos.`,
  caption: 'Trámites que esperan a una segunda persona, el más antiguo primero',
  columns: { words: 'Trámite', office: 'Oficina', agent: 'Agente', waited: 'Espera', signals: 'Señales' },
  minutes: (count: number): string => (count === 1 ? '1 minuto' : `${count} minutos`),
  late: 'pasó la meta',
  none: 'No hay trámites por aprobar.',
  noneSuch: 'Ningún trámite cumple con eso.',
  noSignals: 'Sin señales',
  refresh: 'Actualizar',
  filter: { office: 'Oficina', signal: 'Señal', all: 'Todas', submit: 'Ver' },
  errands: {
    'lift-freeze': 'Abrir una cuenta protegida',
    email: 'Cambio de correo',
    'second-email': 'Cambio de segundo correo',
    phone: 'Cambio de celular',
  } satisfies Record<'lift-freeze' | Channel, string>,
  signals: {
    'new-domain': 'Correo de dominio nuevo',
    'third-change': 'Tercer cambio o más en 30 días',
    'same-window': 'Misma agente y oficina que la vez anterior',
    'pair-limit': 'Usted ya aprobó mucho de esta agente hoy',
    quick: 'La agente tardó menos de dos minutos',
  } satisfies Record<Signal, string>,
  alerts: {
    title: 'Identidades no confirmadas hoy',
    none: 'Hoy no hubo ninguna.',
    line: (words: string, office: string, agent: string, time: string): string =>
      `${words} · ${office} · ${agent} · ${time}`,
    frozen: 'La cuenta está protegida',
  },
  one: {
    title: (words: string): string => `Trámite ${words}`,
    sent: (agent: string, office: string, when: string): string => `Lo envió ${agent}, ${office}, ${when}.`,
    lift: 'La agente pide abrir una cuenta protegida. Si aprueba, la persona podrá usar su cuenta enseguida.',
    change: (hours: number): string =>
      `Si aprueba, el dato cambia en ${hours} horas, salvo que la persona lo cancele.`,
    contact: 'Antes y después',
    before: 'Antes',
    after: 'Después',
    nothing: 'Ninguno',
    signals: 'Señales',
    evidence: 'Lista de identidad',
    note: 'Nota de la agente',
    question: 'Lo que se preguntó la vez anterior',
    stays: 'Estado',
    closed: {
      approved: 'Aprobado',
      refused: 'Rechazado',
      cancelled: 'La persona lo canceló',
      unconfirmed: 'No se confirmó la identidad',
      expired: 'Se acabó el tiempo',
      overtaken: 'La cuenta cambió mientras tanto',
    } satisfies Record<DeskEnding, string>,
  },
  evidence: {
    points: (got: number, of: number, pass: number): string =>
      `Tiene ${got} de ${of} puntos. Hacen falta ${pass}.`,
    point: {
      document: 'Documento original, vigente',
      photo: 'La foto coincide y el documento no está alterado',
      second: 'Segunda prueba',
      words: 'Dijo las dos palabras de su turno',
      authority: 'Representación legal vigente',
    } satisfies Record<Point, string>,
    documents: {
      'id-card': 'Cédula',
      passport: 'Pasaporte',
      'refugee-card': 'Carné de refugio',
      'fund-card': 'Carné de la institución',
    } satisfies Record<DocumentKind, string>,
    expires: (document: string, day: string): string => `${document}, vence el ${day}`,
    registry: {
      match: 'el registro dice que coincide',
      'no-match': 'el registro dice que no coincide',
      unavailable: 'el registro no respondió',
    } satisfies Record<RegistryAnswer['verdict'], string>,
    authorities: { representative: 'Representante legal', liquidator: 'Liquidador o liquidadora' },
    yes: 'Sí',
    no: 'No',
    alone: 'Nadie respondió por la persona',
  },
  begin: {
    what: 'Lea todo antes de decidir. El tiempo cuenta desde que pulse el botón.',
    submit: 'Empezar revisión',
  },
  decide: {
    title: 'Su decisión',
    which: { approved: 'Aprobar', returned: 'Devolver con una pregunta', refused: 'Rechazar' },
    approved: 'Aprobar con mi llave',
    returned: 'Devolver con mi llave',
    refused: 'Rechazar con mi llave',
    question: '¿Qué debe corregir la agente?',
    questionHint: 'Una o dos frases, sin datos personales',
    reason: '¿Por qué lo rechaza?',
    reasons: {
      documents: 'Los documentos no bastan',
      'contact-doubtful': 'El contacto nuevo no parece de la persona',
      'not-the-person': 'No es la persona de la cuenta',
      suspicion: 'Sospecha de fraude',
    } satisfies Record<RefuseReason, string>,
    other: 'Elegir otra decisión',
    noScript: 'La llave necesita JavaScript. Actívelo en este navegador.',
    errors: {
      question: 'Escriba qué debe corregir la agente',
      questionLong: 'Escríbalo en menos de 500 letras',
      reason: 'Elija por qué lo rechaza',
    },
  },
  done: {
    approved: 'Listo: quedó aprobado.',
    returned: 'Listo: volvió a la agente con su pregunta.',
    refused: 'Listo: quedó rechazado.',
  },
  refusals: {
    'case-over': 'Este trámite ya terminó',
    'out-of-turn': 'Este trámite no espera una decisión ahora',
    'wrong-role': 'Solo supervisión decide',
    'own-person': 'No puede decidir sobre su propia cuenta ni la de su familia',
    'own-case': 'No puede aprobar un trámite en el que usted trabajó',
    'same-device': 'En este navegador se trabajó el trámite. Decida desde otro equipo',
    'no-touch': 'No se reconoció la llave. Acérquela otra vez',
    stale: 'El trámite cambió o pasó su tiempo. Léalo otra vez',
    'too-many-for-one-agent': 'Ya aprobó muchos trámites de esta agente hoy. Otra persona debe aprobar este',
    'account-barred': 'La cuenta ya no está activa',
  } satisfies Record<DecisionRefusal, string>,
  reveal: {
    title: 'Ver un dato completo',
    what: 'Queda registrado y la persona lo ve en su actividad.',
    field: 'Dato',
    fields: {
      name: 'Nombre',
      email: 'Correo',
      'second-email': 'Segundo correo',
      phone: 'Celular',
    } satisfies Record<RevealField, string>,
    reason: 'Motivo',
    reasons: {
      'compare-document': 'Comparar con el documento',
      'read-back': 'Leerlo a la persona',
      'person-asks': 'La persona lo pide',
      review: 'Revisar este trámite',
    } satisfies Record<RevealReason, string>,
    submit: 'Mostrar este dato',
    error: 'Elija el dato y el motivo',
    shown: (field: string): string => `${field}, solo en esta página:`,
  },
};
