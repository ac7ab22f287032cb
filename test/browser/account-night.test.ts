/** Every page behind the sign-in and every state of it, by night and in English. */
import { accountTour } from './account-tour.ts';
import { holdPagesByNight } from './page-checks.ts';

holdPagesByNight(accountTour, { states: 117 });
