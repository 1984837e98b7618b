import { afterEach, beforeEach, expect, test } from 'vitest';
import { databaseName } from '../store/database';
import { visit } from '../store/scenarios';
import { aDevice, aGrid, fill, onServer, ownServer, server, type Grid } from './scenarios';

ownServer();

/*
 * A browser's database that came back from a kill without some of what it had committed, while a word that everything
 * is stored survived. Made by hand, past Dexie and the adapter, as a lost piece of a log would look.
 */
const VISITS = 30;
let grid: Grid;
let phone: Awaited<ReturnType<typeof aDevice>>;
beforeEach(async () => {
	grid = await aGrid(VISITS);
	phone = await aDevice(grid);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.count()).toBe(VISITS);
});
afterEach(() => phone.close());

/** The browser starts again. */
async function restart(): Promise<void> {
	phone = await aDevice(grid, undefined, phone.device);
	await server.takeLog();
}

/** Writes past everything that guards the tables; the phone is off meanwhile. */
async function damage(work: (transaction: IDBTransaction) => void): Promise<void> {
	await phone.close();
	await new Promise<void>((resolve, reject) => {
		const opening = indexedDB.open(databaseName(phone.device));
		opening.onerror = () => reject(opening.error);
		opening.onsuccess = () => {
			const transaction = opening.result.transaction(['records', 'scopes'], 'readwrite');
			transaction.onabort = () => reject(transaction.error);
			transaction.oncomplete = () => {
				opening.result.close();
				resolve();
			};
			work(transaction);
		};
	});
	await restart();
}

const pagesRead = async () =>
	(await server.takeLog()).filter(({ path }) => path.includes('include_docs')).length;

test('N1: rows that went from under a kept checkpoint are fetched again', async () => {
	const ids = [...(await onServer(grid.scope)).keys()];
	await damage((transaction) => {
		for (const id of ids.slice(5, 15)) transaction.objectStore('records').delete([grid.scope, id]);
	});
	expect(await phone.count()).toBe(VISITS - 10);
	await phone.round();
	expect(await phone.count()).toBe(VISITS);
	expect(await phone.unsent()).toBe(0);
});

test('N1: rows that went together with their counters are fetched again, and what waits goes up', async () => {
	// What came last is what a lost end of the log takes with it; the checkpoint of that pull is kept.
	await phone.save(visit());
	const kept = await countersOf();
	await fill(grid.scope, 20);
	await phone.round();
	expect(await phone.count()).toBe(VISITS + 21);
	const waits = visit();
	await damage((transaction) => {
		const records = transaction.objectStore('records');
		const rows = records.getAll();
		rows.onsuccess = () => {
			for (const { scope, id, seq } of rows.result as { scope: string; id: string; seq: number }[])
				if (seq > kept.seq) records.delete([scope, id]);
			transaction.objectStore('scopes').put(kept);
		};
	});
	await phone.save(waits);
	await phone.round();
	expect(await phone.count()).toBe(VISITS + 22);
	await phone.round();
	expect(await phone.unsent()).toBe(0);
	expect([...(await onServer(grid.scope)).keys()]).toContain(waits._id);
});

test('what a device fetched again it does not fetch a third time', async () => {
	await damage((transaction) => transaction.objectStore('records').clear());
	await phone.round();
	expect(await phone.count()).toBe(VISITS);
	await phone.close();
	await restart();
	await phone.round();
	expect(await pagesRead()).toBe(0);
});

interface Counters {
	readonly scope: string;
	readonly seq: number;
}

/** The counters of the grid as they lie in the database now. */
function countersOf(): Promise<Counters> {
	return new Promise((resolve, reject) => {
		const opening = indexedDB.open(databaseName(phone.device));
		opening.onerror = () => reject(opening.error);
		opening.onsuccess = () => {
			const asked = opening.result.transaction('scopes').objectStore('scopes').get(grid.scope);
			asked.onerror = () => reject(asked.error);
			asked.onsuccess = () => {
				opening.result.close();
				resolve(asked.result as Counters);
			};
		};
	});
}
