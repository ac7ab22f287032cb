/** Every page behind the sign-in and every state of it, by day and in Spanish. */
import { accountTour } from './account-tour.ts';
import { holdPages } from './page-checks.ts';

holdPages(accountTour, { states: 117, errors: 38 });
