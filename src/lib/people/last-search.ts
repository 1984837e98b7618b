/**
 * What was searched for last, so that going back from a door finds the same list. In memory only: an address with a
 * name in it would lie plain in the browser's history (N8).
 */
export const lastSearch = { text: '' };
