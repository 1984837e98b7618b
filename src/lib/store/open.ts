import type { Doc } from '../record';
import { refreshColumns } from './column-refresh';
import type { Query, Store, Stored } from './contract';
import { databaseName, releaseDatabase, useDatabase, type DeviceDatabase } from './database';
import { countRecords, findRecords, readRecord } from './find';
import { noticing, zones } from './noticing';
import { asksForAll, type Reader } from './reader';
import { saveRecords } from './save';
import { sealPlainRows, settingPlace } from './seal-plain';
import { isSealed, openerOf, sealingOf } from './sealed-rows';
import type { Sealer } from './sealing';
import { watchStore } from './watch';

/**
 * Opens the device store of a user; light, for pages: no replication comes with it. Everything personal lies sealed in
 * it; a database that an older app stored plain is sealed now.
 * @param sealing from an unlocked vault; `plain` for tests and benches
 * @param reader reads long lists somewhere else than on the thread that draws; closed with the store
 * @throws when the browser refuses its database (private mode, broken profile)
 * @throws {SealBrokenError} when the database is sealed with another key
 */
export async function openStore(user: string, sealing: Sealer | 'plain', reader?: Reader): Promise<Store> {
	const db = useDatabase(databaseName(user), sealing);
	try {
		await db.open();
		await sealPlainRows(db);
		await refreshColumns(db);
	} catch (error) {
		reader?.close();
		releaseDatabase(db);
		throw error;
	}
	const watches = new Set<{ stop(): void }>();
	let closed = false;

	const store: Store = {
		async save(scope, record, draft) {
			const result = await saveRecords(db, scope, [record], draft);
			if (result.ok) return result;
			// One record: the path needs no place in a list.
			const problems = result.problems.map(({ path, message }) => ({ path: path.slice(2), message }));
			return { ...result, problems };
		},
		saveAll: (scope, records) => saveRecords(db, scope, records),
		read: <D extends Doc>(scope: string, id: string) => readRecord<D>(db, scope, id),
		find: <D extends Doc>(query: Query) =>
			reader && asksForAll(query) ? findBy<D>(reader, db, query) : findRecords<D>(db, query),
		count: (query) => countRecords(db, query),
		watch(read, next, failed) {
			const watch = watchStore(db, store, read, next, failed);
			watches.add(watch);
			return {
				stop() {
					watch.stop();
					watches.delete(watch);
				}
			};
		},
		watchBroken: (next) => db.broken.watch(next),
		async readSetting<T>(key: string) {
			const value = (await db.settings.get(key))?.value;
			const opened = isSealed(value) ? await openerOf(db).open(value, settingPlace(key)) : value;
			return opened as T | undefined;
		},
		async writeSetting(key, value) {
			const sealer = sealingOf(db);
			const stored =
				sealer === 'plain' || value === undefined ? value : await sealer.seal(value, settingPlace(key));
			await db.settings.put({ key, value: stored });
		},
		close() {
			if (closed) return;
			closed = true;
			for (const watch of watches) watch.stop();
			reader?.close();
			releaseDatabase(db);
		}
	};
	return store;
}

/** What the reader finds. A live query notices what changes in it all the same. */
async function findBy<D extends Doc>(
	reader: Reader,
	db: DeviceDatabase,
	query: Query & { readonly type: string }
): Promise<Stored<D>[]> {
	const [zone, notice] = [zones.PSD, noticing(db.name)];
	const read = await reader.find(query).catch(() => undefined);
	if (!read) return zones.usePSD(zone, () => findRecords<D>(db, query));
	notice.type(query.type, read.scopes);
	if (!query.scopes) notice.otherScopes(read.scopes);
	for (const one of read.broken) db.broken.add(one);
	return read.found as unknown as Stored<D>[];
}
