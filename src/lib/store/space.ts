/*
 * How full this device is. Text goes first: a record is a kilobyte and somebody's life, a photo is a thousand times
 * that. So photos are refused while there is still room for weeks of records.
 */

/** Bytes, as the browser counts them for this site. */
export interface Space {
	readonly used: number;
	readonly quota: number;
}

/** `low`: somebody should make room. `textOnly`: photos are refused, records are taken as long as they fit. */
export type SpaceLevel = 'enough' | 'low' | 'textOnly';

/** From this share of the quota on there is a warning. */
const LOW_SHARE = 0.8;
/** What is kept for records: about 20,000 of them, but never more than a twentieth of a small quota. */
const RESERVE = 50_000_000;
const RESERVE_SHARE = 0.05;

/** @param more bytes that are about to be stored */
export function spaceLevel({ used, quota }: Space, more = 0): SpaceLevel {
	const left = quota - used - more;
	if (left < Math.min(RESERVE, quota * RESERVE_SHARE)) return 'textOnly';
	return used >= quota * LOW_SHARE ? 'low' : 'enough';
}

/** Undefined where the browser does not tell. */
export async function readSpace(): Promise<Space | undefined> {
	try {
		const { usage, quota } = await navigator.storage.estimate();
		return usage === undefined || !quota ? undefined : { used: usage, quota };
	} catch {
		return undefined;
	}
}

/** True when a photo of so many bytes leaves room for records. */
export async function hasRoomForPhoto(bytes: number): Promise<boolean> {
	const space = await readSpace();
	return !space || spaceLevel(space, bytes) !== 'textOnly';
}

/**
 * Asks the browser to keep this site's data when space runs out. In a page only: workers cannot ask. Browsers that
 * put the question to the user should do so when there is something to lose: after the first save.
 */
export async function askToKeep(): Promise<boolean> {
	try {
		return (await navigator.storage.persisted()) || (await navigator.storage.persist());
	} catch {
		return false;
	}
}
