/**
 * What the invented people are made of: numbers nobody has, companies that do not exist, keys and answers.
 */
import type { IdentityNumber } from '../rules/identity.ts';

/** Province 99 was never given to anybody: no sample can be a real person's number. */
const inventedProvince = '99';

/** Weights 2 and 1, nines cast out, modulo 10: the check digit of an Ecuadorian identity card. */
function cardDigit(nine: string): number {
  const sum = [...nine].reduce((total, digit, place) => {
    const times = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (times > 9 ? times - 9 : times);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** A well-formed card number for a serial from 0 to 6 999 999: the third digit never passes 6. */
function cardNumber(serial: number): string {
  const nine = inventedProvince + String(serial).padStart(7, '0');
  return `${nine}${cardDigit(nine)}`;
}

export const card = (serial: number): IdentityNumber => ({ kind: 'ec.ci', number: cardNumber(serial) });

const companyWeights = [4, 3, 2, 7, 6, 5, 4, 3, 2];

/**
 * A well-formed RUC of a private company; serials whose check digit would need two figures move to the next
 * one.
 */
export function companyNumber(serial: number): string {
  const front = `${inventedProvince}9${String(serial).padStart(6, '0')}`;
  const sum = [...front].reduce(
    (total, digit, place) => total + Number(digit) * (companyWeights[place] ?? 0),
    0,
  );
  const digit = (11 - (sum % 11)) % 11;
  return digit === 10 ? companyNumber(serial + 1) : `${front}${digit}001`;
}

/** Picks steadily: the same place gives the same choice on every machine, and neighbours differ. */
export function pick<Choice>(choices: readonly [Choice, ...Choice[]], place: number): Choice {
  return choices[((place * 2654435761) >>> 7) % choices.length] ?? choices[0];
}

export const companies = [
  'Molinos del Farol',
  'Panadería La Garúa',
  'Transportes Neblina',
  'Textiles Colibrí Azul',
  'Cacao Loma Canela',
  'Imprenta El Trazo',
  'Farmacias Buen Alba',
  'Constructora Piedra Clara',
  'Pesquera Ola Mansa',
  'Hotel Los Tres Ceibos',
  'Colegio Monte Sereno',
  'Clínica San Abril',
  'Ferretería El Yunque Rojo',
  'Aserradero Tronco Viejo',
  'Lácteos Prado Alto',
  'Flores de la Cumbre',
  'Cooperativa Mano Amiga',
  'Radio Viento Sur',
  'Editorial Pluma Nueva',
  'Vidrios Luz Serena',
  'Café Ladera Norte',
  'Astillero Canoa Blanca',
  'Seguros El Faro Gris',
  'Librería Papel y Luna',
  'Muebles Cedro y Sol',
  'Taller Rueda Firme',
  'Bananera Hoja Grande',
  'Electricidad Rayo Manso',
  'Calzado Paso Ligero',
  'Joyería Gota de Plata',
  'Supermercados Canasta Llena',
  'Laboratorio Agua Clara',
  'Guardería Pequeños Pasos',
  'Agencia Mapa Abierto',
  'Confecciones Hilo Fino',
  'Avícola El Corral',
  'Plásticos Forma Nueva',
  'Minera Veta Honda',
  'Teatro La Butaca',
  'Servicios Escoba Limpia',
  'Camaronera Estero Azul',
  'Semillas Surco Fértil',
] as const;

/** Years the records tell of: the questions ask for an employer of one of them. */
const firstYear = 2015;
const years = 10;

/** Ten years of work in three posts, different for each place. */
export function workHistory(place: number): { year: number; employer: string }[] {
  return Array.from({ length: years }, (_, index) => ({
    year: firstYear + index,
    employer: pick(companies, place * 31 + Math.floor((index + (place % 3)) / 4)),
  }));
}

export const firstNames = [
  'Alba',
  'Bruno',
  'Carmen',
  'Darío',
  'Elisa',
  'Fausto',
  'Gladys',
  'Hugo',
  'Inés',
  'Julio',
  'Karina',
  'Lorenzo',
  'Mercedes',
  'Nelson',
  'Olga',
  'Pablo',
  'Rosa',
  'Saúl',
  'Teresa',
  'Vicente',
] as const;

export const lastNames = [
  'Aguirre Peña',
  'Bastidas Ruiz',
  'Cárdenas Mora',
  'Delgado Vega',
  'Espín Lara',
  'Fierro Salas',
  'Granda Ponce',
  'Hidalgo Ríos',
  'Íñiguez Paz',
  'Játiva Coral',
  'Luna Bravo',
  'Muñoz Tello',
  'Naranjo Gil',
  'Ortega Solís',
  'Pazmiño Cruz',
  'Quiroga León',
  'Rivas Montes',
  'Suárez Ibarra',
] as const;

const syllables = [
  'ba',
  'ce',
  'di',
  'fo',
  'gu',
  'ja',
  'le',
  'mi',
  'no',
  'pu',
  'ra',
  'se',
  'ti',
  'vo',
  'zu',
] as const;

/** A key of 12 letters and digits that no list of common keys holds: four syllables and four digits. */
export function sampleKey(place: number): string {
  const sounds = [3, 5, 7, 11].map((stride) => pick(syllables, place * stride + stride)).join('');
  const digits = String((place * 7919 + 2087) % 10_000).padStart(4, '0');
  return sounds.slice(0, 1).toUpperCase() + sounds.slice(1) + digits;
}

/** Questions of the catalogue with plausible answers; a person answers three of them. */
const answers = {
  'first-teacher': ['Beatriz', 'Ramiro', 'Consuelo', 'Gonzalo'],
  'childhood-street': ['Las Magnolias', 'El Arrayán', 'Los Sauces', 'La Acequia'],
  'first-pet': ['Canela', 'Trueno', 'Pelusa', 'Capitán'],
  'childhood-friend': ['Marcelo', 'Jimena', 'Tadeo', 'Lucila'],
  'school-name': ['Rayo de Luz', 'Monte Sereno', 'La Campana', 'Puerto Nuevo'],
  'childhood-food': ['colada morada', 'locro', 'humitas', 'bolón'],
  'first-boss': ['Eduardo', 'Patricia', 'Germán', 'Soledad'],
} as const;

/** Three enrolled answers: one more than is asked, so that the choice of questions says nothing either. */
export function enrolledAnswers(place: number): Record<string, string> {
  const catalogue = Object.entries(answers);
  const chosen = [0, 1, 2].map((step) => catalogue[(place + step * 2) % catalogue.length]);
  return Object.fromEntries(
    chosen.flatMap((entry) => (entry ? [[entry[0], pick(entry[1], place + entry[0].length)]] : [])),
  );
}
