import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows that are read or written before other requests get their turn; a few milliseconds of work. */
export const SLICE = 100;

/** Lets everything that waits for the event loop run: a long listing must not hold up a sign-in. */
export const breathe = (): Promise<void> => nextTurn();
