/** Personal questions people may have answered when they enrolled. They slow strangers down; they prove nothing. */
export const questionIds = [
  'first-teacher',
  'childhood-street',
  'first-pet',
  'childhood-friend',
  'first-job-boss',
  'mother-birth-town',
  'favorite-childhood-game',
  'first-trip',
  'grandmother-nickname',
  'school-name',
  'childhood-food',
  'first-song',
  'first-boss',
  'honeymoon-town',
] as const;

export type QuestionId = (typeof questionIds)[number];
