import type { Stage } from '../rules/case.ts';

/** Every address people see, by step. They are words people read and type, so they are Spanish (docs/decisions/0005). */
export const paths = {
  start: '/',
  chooseProfile: '/recuperar/perfil',
  identify: '/recuperar/identidad',
  otherDocument: '/recuperar/otro-documento',
  nameBranch: '/recuperar/sucursal',
  nameRepresentative: '/recuperar/representante',
  checkRobot: '/recuperar/comprobacion',
  answerQuestion: '/recuperar/preguntas',
  nameContact: '/recuperar/correo',
  enterCode: '/recuperar/revise',
  enterCodeState: '/recuperar/revise/estado',
  askMessage: '/recuperar/revise/otro',
  chooseChannel: '/recuperar/canal',
  followLink: '/r/',
  confirmNumber: '/recuperar/confirmar',
  enterCodeElsewhere: '/codigo',
  chooseKey: '/recuperar/clave',
  askTime: '/recuperar/clave/tiempo',
  cancelCase: '/recuperar/cancelar',
  done: '/recuperar/listo',
  finish: '/recuperar/terminar',
  stopped: '/recuperar/fin',
  otherWays: '/recuperar/sin-correo',
  notMe: '/no-fui-yo',
  signIn: '/ingresar',
  signOut: '/salir',
  account: '/cuenta',
  help: '/ayuda/',
} as const;

/** The state decides the page: a stage without one does not compile. */
export const pathOfStage: Record<Stage['kind'], string> = {
  unopened: paths.start,
  pacing: paths.checkRobot,
  answering: paths.answerQuestion,
  'naming-contact': paths.nameContact,
  'awaiting-code': paths.enterCode,
  'choosing-key': paths.chooseKey,
  closed: paths.stopped,
};
