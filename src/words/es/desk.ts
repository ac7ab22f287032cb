/** In Spanish: the desk of the offices. Enrolment, sign-in, shift and team of its staff, and the frame of all its pages. */
import type { DeskRefusal, StaffRole } from '../../rules/desk/staff.ts';
import type { Notice } from '../shapes.ts';

const denied: Record<DeskRefusal, Notice> = {
  'wrong-role': {
    title: 'Esta página es de otro rol',
    text: ['No se cambió nada.', 'Si le corresponde, elija ese rol al empezar el turno.'],
  },
  'invitation-dead': {
    title: 'Este enlace ya no sirve',
    text: [
      'Sirve una vez y durante 24 horas.',
      'Pida otro a la persona que administra el sistema. No se cambió nada.',
    ],
  },
  'touch-refused': {
    title: 'No se reconoció la llave',
    text: ['No se cambió nada.', 'Vuelva a la página anterior y acerque su llave otra vez.'],
  },
};

const roles: Record<StaffRole, string> = {
  agent: 'Agente',
  supervisor: 'Supervisión',
  auditor: 'Auditoría',
  administrator: 'Administración',
};

export const desk = {
  nav: 'Mesa de atención',
  you: (name: string, role: string, office: string): string => `Usted: ${name} · ${role} · ${office}`,
  /** Before a shift is chosen. */
  youOnly: (name: string): string => `Usted: ${name}`,
  roles,
  links: {
    home: 'Inicio de la mesa',
    search: 'Buscar persona',
    tickets: 'Turnos del día',
    team: 'Equipo',
    approve: 'Por aprobar',
    audit: 'Registro',
    statement: 'Constancias',
  },
  toDesk: 'Volver a la mesa',
  denied,
  enrol: {
    title: 'Su ingreso a la mesa de atención',
    hello: (name: string): string => `Este enlace es de ${name}. Si no es usted, cierre esta página.`,
    undertakeIntro: 'Antes de empezar, lea y acepte este compromiso de confidencialidad:',
    undertaking: [
      'Uso los datos de las personas solo para atenderlas.',
      'No los cuento, no los copio y no los saco de la oficina, tampoco después de dejar este trabajo.',
      'Nunca pido ni escribo la clave o el código de otra persona.',
      'No atiendo mi propia cuenta ni la de mi familia.',
      'Sé que todo lo que hago aquí queda registrado con mi código.',
    ],
    undertake: 'Acepto y sigo',
    passkeyIntro:
      'Ahora active su llave en este equipo. Ingresará con huella, rostro, PIN o llave de seguridad.',
    make: 'Activar mi llave',
    refused: 'No se pudo activar la llave. El enlace sigue sirviendo: intente otra vez.',
    noScript: 'Para activar la llave abra este enlace en un navegador con JavaScript.',
    dead: denied['invitation-dead'],
  },
  signIn: {
    title: 'Ingreso a la mesa de atención',
    intro: 'Ingrese con la llave que activó: huella, rostro, PIN o llave de seguridad.',
    use: 'Ingresar con mi llave',
    enrolled: 'Su llave quedó activada. Ahora ingrese con ella.',
    signedOut: 'Usted salió de la mesa.',
    refused: 'No se reconoció la llave. Acérquela otra vez.',
    ended: 'Su sesión se cerró por tiempo. Guardamos lo que envió: ingrese y siga.',
    noScript: 'La llave necesita JavaScript. Actívelo en este navegador.',
    lost: '¿Perdió su llave? Avise a quien administra el sistema. Nadie puede darle otra a solas.',
  },
  shift: {
    title: '¿Dónde trabaja hoy?',
    office: 'Oficina',
    choose: 'Elija una oficina',
    window: 'Ventanilla',
    windowHint: 'El número o la letra de su ventanilla',
    role: 'Rol de este turno',
    submit: 'Empezar el turno',
    signOut: 'Salir de la mesa',
    errors: {
      office: 'Elija la oficina donde está',
      window: 'Escriba su ventanilla',
      windowLong: 'Escriba solo el número o la letra de la ventanilla',
      role: 'Elija su rol de este turno',
    },
  },
  home: {
    title: 'Mesa de atención',
    window: (label: string): string => `Ventanilla ${label}`,
    nothing: 'Todavía no hay páginas para su rol.',
    move: 'Cambiar de oficina, ventanilla o rol',
  },
  team: {
    title: 'Equipo de la mesa',
    intro: 'Para agregar a alguien o darle otra llave hacen falta dos personas, desde el servidor.',
    caption: 'Personas que trabajan o trabajaron en la mesa, por código',
    columns: { code: 'Código', name: 'Nombre', roles: 'Roles', state: 'Estado' },
    states: { active: 'Activa', invited: 'Sin llave todavía', disabled: 'Sin acceso' },
    one: (code: string): string => `Código ${code}`,
    what: 'Si retira el acceso, sus sesiones se cierran ahora y su llave ya no abre la mesa.',
    shutOut: 'Retirar el acceso con mi llave',
    own: 'Este es su código. Otra persona puede retirarle el acceso.',
    gone: 'Esta persona ya no tiene acceso.',
    done: 'Listo: esa persona ya no tiene acceso.',
  },
};
