/** In Spanish: the letter that carries a code by post, and the pages that ask for it. */
import type { House, Notice } from '../shapes.ts';

export const post = {
  enterLetterCode: {
    title: '¿Tiene una carta con un código?',
    hint: 'Son 16 letras y números, en grupos de cuatro',
    field: 'Código de la carta',
    errors: {
      empty: 'Escriba el código que está en la carta',
      malformed: 'El código de la carta tiene 16 letras y números. Cópielo completo',
      wrong: (left: number): string =>
        `Ese código no es el de la carta más reciente. ${left === 1 ? 'Le queda 1 intento' : `Le quedan ${left} intentos`}`,
      'same-method': 'Ya usó el código de la carta. Elija otra forma',
    },
    offer: {
      heading: '¿Todavía no la tiene?',
      text: [
        'Podemos enviarle una carta a la dirección que consta en sus registros.',
        'La carta sale solo si su cuenta no tiene correo ni celular.',
      ],
      button: 'Pedir una carta',
    },
  },
  letterAsked: (days: number): Notice => ({
    title: 'Recibimos su pedido',
    text: [
      'Si su cuenta no tiene correo ni celular, enviaremos una carta a la dirección registrada.',
      `El código de la carta sirve ${days} días. Puede pedir una carta cada semana.`,
      'Si prefiere no esperar, vaya a una oficina con su documento.',
    ],
  }),
  showPasskey: {
    title: 'Use su huella, rostro o PIN',
    text: 'Use el teléfono o la computadora donde activó el ingreso con huella o rostro.',
    noScript: 'Para esta opción abra la página en un navegador con JavaScript, o elija otra.',
    use: 'Usar huella o rostro',
    refused: 'Eso no abrió este trámite. Intente otra vez o elija otra forma.',
  },
  /** What is printed. */
  paperLetter: {
    subject: (house: House): string => `Un código para su clave de ${house.shortName}`,
    text: (house: House, until: string): readonly string[] => [
      'Alguien pidió este código en nuestro servicio, con su número de documento.',
      `Si fue usted, abra ${house.host}, escriba su número y elija «Tengo una carta con un código».`,
      `El código sirve hasta ${until}, una sola vez:`,
    ],
    after: (house: House): readonly string[] => [
      `Si no fue usted, rompa esta carta y llame al ${house.phone}. Su cuenta sigue igual.`,
      `Nadie de ${house.shortName} le pedirá este código, ni por teléfono ni por WhatsApp. El trámite es gratuito.`,
    ],
  },
};
