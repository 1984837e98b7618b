import nano, { type ServerScope } from 'nano';
import { openDatabase, type OpenDatabase } from '../data-dir';
import { readSettings } from '../settings';
import type { Context } from './command';

/** Opens the database of the settings, as its server admin, for as long as `use` runs. */
export async function withServer<T>(
	context: Context,
	use: (server: ServerScope, database: OpenDatabase) => Promise<T>
): Promise<T> {
	const database = await openDatabase(readSettings(context.env));
	try {
		const url = new URL(database.url);
		url.username = encodeURIComponent(database.user);
		url.password = encodeURIComponent(database.password);
		return await use(nano(url.href), database);
	} finally {
		await database.close();
	}
}
