/** In Spanish: contact data, their changes, and "it was not me". */

export const contact = {};
