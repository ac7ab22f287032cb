/** In Spanish: what offices did, as the person it is about reads it. */
import type { OfficeActivity } from '../../rules/account/office-activity.ts';
import type {
  FreezeReason,
  RefuseReason,
  RevealField,
  RevealReason,
  SearchReason,
} from '../../rules/desk/reasons.ts';

export const officeActivity = {
  kinds: {
    'desk-searched': 'Una agente buscó su cuenta',
    'desk-revealed': 'Alguien de la oficina vio un dato suyo completo',
    'desk-case-opened': 'Una agente empezó un trámite para usted',
    'desk-proofed': 'Una agente confirmó su identidad con documentos',
    'desk-contact-named': 'Una agente escribió un contacto nuevo',
    'desk-code-entered': 'Se confirmó el contacto nuevo con un código',
    'desk-submitted': 'Una agente envió el trámite a una segunda persona',
    'desk-approved': 'Una segunda persona aprobó el trámite',
    'desk-returned': 'Una segunda persona devolvió el trámite con una pregunta',
    'desk-refused': 'Una segunda persona rechazó el trámite',
    'desk-unconfirmed': 'No se confirmó la identidad en una oficina',
    'desk-cancelled': 'Se canceló un trámite de oficina con el enlace de un aviso',
    'desk-overtaken': 'Terminó un trámite de oficina porque la cuenta cambió',
    'desk-expired': 'Se acabó el tiempo de un trámite de oficina',
    'desk-froze': 'Una agente protegió su cuenta',
    'desk-step': 'Un paso de un trámite en una oficina',
    'contact-approved': 'Empezó la espera de un contacto aprobado en una oficina',
    'frozen-at-office': 'Se protegió la cuenta desde una oficina',
    'audit-revealed': 'Auditoría vio a quién pertenece un registro suyo',
    'statement-made': 'Se preparó una constancia de todo lo que pasó en su cuenta',
  } satisfies Record<OfficeActivity, string>,
  told: {
    why: (reason: string): string => `Motivo: ${reason}`,
    which: (field: string): string => `Dato: ${field}`,
    reasons: {
      'at-the-window': 'está en la ventanilla',
      ticket: 'turno',
      call: 'llamada',
      supervision: 'supervisión',
      'compare-document': 'comparar con el documento',
      'read-back': 'leerlo a la persona',
      'person-asks': 'la persona lo pide',
      review: 'revisar el trámite',
      suspicion: 'sospecha',
      documents: 'los documentos no bastan',
      'contact-doubtful': 'el contacto nuevo no parece de la persona',
      'not-the-person': 'no es la persona de la cuenta',
    } satisfies Record<SearchReason | RevealReason | FreezeReason | RefuseReason, string>,
    fields: {
      name: 'nombre',
      email: 'correo',
      'second-email': 'segundo correo',
      phone: 'celular',
    } satisfies Record<RevealField, string>,
  },
};
