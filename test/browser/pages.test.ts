/** Every page of the walk and every state of it, by day and in Spanish. By night and in English: access.test.ts. */
import { holdPages } from './page-checks.ts';
import { tour } from './tour.ts';

holdPages(tour, { states: 91, errors: 31 });
