/*
 * Chromium keeps IndexedDB in LevelDB, whose log of recent writes goes on where it ended. A browser that is killed in
 * the middle of a record leaves a torn one at the end; the next start passes over it and writes behind it; the start
 * after that finds the torn record in the middle, holds the whole database for damaged and deletes it, with everything
 * unsent in it (docs/adr/0011). Deleting a database makes Chromium begin a new log, for all databases of this origin:
 * so a small one is made and deleted before anything else is written.
 */
const NAME = 'linli-settling';
/** Milliseconds after which a browser database counts as one that answers no more; nothing could be saved then. */
const PATIENCE = 15_000;

let settled: Promise<void> | undefined;

/** Resolves when what is written from now on does not lie behind a torn record. Once a page or worker; never rejects. */
export function settleLog(): Promise<void> {
	settled ??= /Chrome\//.test(navigator.userAgent) ? beginNewLog().catch(() => undefined) : Promise.resolve();
	return settled;
}

async function beginNewLog(): Promise<void> {
	let impatient: ReturnType<typeof setTimeout> | undefined;
	const enough = new Promise<void>((resolve) => (impatient = setTimeout(resolve, PATIENCE)));
	await Promise.race([makeAndDelete(), enough]);
	clearTimeout(impatient);
}

const makeAndDelete = () =>
	new Promise<void>((resolve, reject) => {
		const opening = indexedDB.open(NAME, 1);
		opening.onupgradeneeded = () => opening.result.createObjectStore('nothing').put(0, 0);
		opening.onerror = () => reject(opening.error);
		opening.onsuccess = () => {
			opening.result.close();
			const deleting = indexedDB.deleteDatabase(NAME);
			deleting.onsuccess = () => resolve();
			// Another tab has made it anew and is about to delete it itself.
			deleting.onblocked = () => resolve();
			deleting.onerror = () => reject(deleting.error);
		};
	});
