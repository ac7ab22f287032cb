/** In Spanish: signed-in pages: home, sessions, giving the key again. */

export const account = {
  /** Stands at the foot of every page of the account. */
  sessionTime: {
    closes: (at: string): string => `Su sesión se cierra ${at} si no hace nada.`,
    /** The session reached its longest time: nothing keeps it open. */
    last: (at: string): string => `Su sesión se cierra ${at}. Después puede ingresar otra vez.`,
    more: 'Más tiempo',
    soon: 'Su sesión se cierra en 2 minutos. Para seguir, elija Más tiempo.',
    lastSoon: 'Su sesión se cierra en 2 minutos. Guarde lo que está haciendo.',
  },
  confirmKey: {
    title: 'Escriba su clave otra vez',
    why: 'Así sabemos que es usted quien pide este cambio.',
    submit: 'Continuar',
    errors: { wrong: 'La clave no es correcta. Escríbala otra vez o recupere su clave' },
  },
  sessions: {
    title: 'Dónde ingresó',
    intro: 'Su cuenta está abierta en estos equipos. Si no reconoce uno, ciérrelo y cambie su clave.',
    here: 'Este equipo',
    began: (when: string): string => `Ingresó ${when}.`,
    seen: (when: string): string => `Último uso: ${when}.`,
    end: (portal: string, device: string): string => `Cerrar ${portal} en ${device}`,
    endOthers: 'Cerrar en los demás equipos',
    ended: 'Listo. La cuenta se cerró en el otro equipo.',
  },
};
