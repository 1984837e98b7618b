import type { ServerScope } from 'nano';
import { openDatabase, type OpenDatabase } from '../data-dir';
import { asAdmin } from '../office';
import { readSettings } from '../settings';
import type { Context } from './command';

/** Opens the database of the settings, as its server admin, for as long as `use` runs. */
export async function withServer<T>(
	context: Context,
	use: (server: ServerScope, database: OpenDatabase) => Promise<T>
): Promise<T> {
	const database = await openDatabase(readSettings(context.env));
	try {
		return await use(asAdmin(database), database);
	} finally {
		await database.close();
	}
}
