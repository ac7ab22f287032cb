/** In Spanish: the statement of everything that happened to an account. */
export const statement = {
  title: 'Constancia de todo lo que pasó',
  what: 'Dice qué pasó en su cuenta, cuándo y quién lo hizo. Del personal dice el código y la oficina.',
  proof: 'Cada hecho lleva el número de su sello, para que nadie pueda cambiarlo después.',
  noted: 'Queda registrado que usted la pidió.',
  make: 'Preparar mi constancia',
  heading: 'Constancia',
  made: (when: string): string => `Preparada el ${when}.`,
  caption: 'Todos los hechos, del más antiguo al más nuevo',
  columns: { at: 'Fecha y hora', what: 'Qué pasó', who: 'Quién', batch: 'Hecho y lote' },
  place: (row: string, batch: number): string => `${row}, lote ${batch}`,
  waiting: (row: string): string => `${row}, todavía sin sello`,
  member: (code: string, office: string): string => `${code}, ${office}`,
  someWait: (count: number): string =>
    count === 1
      ? '1 hecho todavía no tiene sello. Prepare otra constancia en un minuto para incluirlo.'
      : `${count} hechos todavía no tienen sello. Prepare otra constancia en un minuto para incluirlos.`,
  withheld: (count: number): string =>
    count === 1
      ? '1 hecho lleva una anotación interna. Su prueba se pide a auditoría.'
      : `${count} hechos llevan una anotación interna. Su prueba se pide a auditoría.`,
  seals: {
    title: 'Los sellos',
    what: 'Cada lote tiene una raíz firmada. Con ella se prueba que un hecho estaba ahí.',
    batch: 'Lote',
    sealed: 'Sellado',
    root: 'Raíz',
    signature: 'Firma',
  },
  check: {
    title: 'Cómo comprobarla',
    steps: [
      'Descargue el archivo con las pruebas.',
      'Entréguelo a quien usted confíe, junto con esta página.',
      'Esa persona lo comprueba sin conexión, con este programa:',
    ],
    key: 'Claves públicas de los sellos. Compárelas con las que publica la institución:',
  },
  download: 'Descargar las pruebas (JSON)',
  print: 'Para imprimirla o guardarla como PDF, use la opción Imprimir de su navegador.',
  fileName: 'constancia',
  desk: {
    title: 'Constancias',
    what: 'Solo para quien ya mostró su identidad en un trámite abierto de esta oficina.',
    none: 'No hay trámites abiertos con la identidad confirmada.',
    make: (words: string): string => `Preparar la constancia de ${words}`,
    refused: 'Ese trámite no está abierto o falta confirmar la identidad',
    give: 'Imprímala y entréguela a la persona. No guarde copia.',
  },
};
