import { readNote, writeNote } from '../store/device-notes';

/*
 * Wrong PINs slow unlocking down and never erase anything (R-P3). The count is on disk before the app knows whether a
 * PIN is right, so that killing it buys no try. The wait is counted down by a clock that nobody can turn, while the app
 * is open: setting the phone's date shortens nothing.
 */

/** What a user's wrong PINs on this device have come to. */
export interface Tries {
	/** Wrong in a row. */
	readonly wrong: number;
	/** Milliseconds still to wait before the next try. */
	readonly wait: number;
}

const NONE: Tries = { wrong: 0, wait: 0 };
const MINUTE = 60_000;
/** Wait after the fifth, sixth, … wrong PIN in a row; the last one stays. */
const WAITS = [30_000, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE];
const FREE = 4;

/** Milliseconds to wait after so many wrong PINs in a row. */
export const waitAfter = (wrong: number): number =>
	wrong <= FREE ? 0 : (WAITS[Math.min(wrong - FREE, WAITS.length) - 1] ?? 0);

const keyOf = (user: string) => `tries:${user}`;

export async function readTries(user: string): Promise<Tries> {
	const note = (await readNote(keyOf(user))) as Partial<Tries> | undefined;
	return typeof note?.wrong === 'number' && typeof note.wait === 'number' ? (note as Tries) : NONE;
}

/** Counts a try as wrong before its outcome is known. */
export async function countTry(user: string): Promise<Tries> {
	const wrong = (await readTries(user)).wrong + 1;
	const tries = { wrong, wait: waitAfter(wrong) };
	await writeNote(keyOf(user), tries);
	return tries;
}

export const forgetTries = (user: string): Promise<void> => writeNote(keyOf(user), undefined);

/** Milliseconds of waiting that a kill may cost, never give. */
const STEP = 1_000;

/**
 * Counts a wait down, in one tab at a time: two tabs do not wait twice as fast.
 * @param tell called about once a second with the milliseconds left, last with 0
 */
export async function waitOut(
	user: string,
	tell: (left: number) => void,
	signal: AbortSignal
): Promise<void> {
	await navigator.locks
		.request(`linli-wait-${user}`, { signal }, async () => {
			const tries = await readTries(user);
			let wait = tries.wait;
			let before = performance.now();
			while (wait > 0 && !signal.aborted) {
				tell(wait);
				await new Promise((resolve) => setTimeout(resolve, Math.min(STEP, wait)));
				const now = performance.now();
				wait = Math.max(0, wait - (now - before));
				before = now;
				await writeNote(keyOf(user), { ...tries, wait } satisfies Tries);
			}
			if (!signal.aborted) tell(0);
		})
		.catch((error: unknown) => {
			if (!signal.aborted) throw error;
		});
}
