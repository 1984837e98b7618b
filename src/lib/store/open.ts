import type { Doc } from '../record';
import { refreshColumns } from './column-refresh';
import type { Query, Store } from './contract';
import { databaseName, releaseDatabase, useDatabase } from './database';
import { countRecords, findRecords, readRecord } from './find';
import { saveRecords } from './save';
import { watchStore } from './watch';

/**
 * Opens the device store of a user; light, for pages: no replication comes with it.
 * @throws when the browser refuses its database (private mode, broken profile)
 */
export async function openStore(user: string): Promise<Store> {
	const db = useDatabase(databaseName(user));
	try {
		await db.open();
		await refreshColumns(db);
	} catch (error) {
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
		find: <D extends Doc>(query: Query) => findRecords<D>(db, query),
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
		async readSetting<T>(key: string) {
			return (await db.settings.get(key))?.value as T | undefined;
		},
		async writeSetting(key, value) {
			await db.settings.put({ key, value });
		},
		close() {
			if (closed) return;
			closed = true;
			for (const watch of watches) watch.stop();
			releaseDatabase(db);
		}
	};
	return store;
}
