import type { ServerScope } from 'nano';
import { statusOf, unlessMissing } from '../provision/couch-error';

/*
 * A mark in a database for each copy that left it: `_local/copy-<id>`. While the mark is there the database has not been
 * restored from before the copy, so it still has what is in it. A backup of files from before lacks the mark, and one of
 * `linli backup` holds no local documents at all.
 */
const mark = (db: string, copy: string) => ({ db, path: `_local/copy-${copy}` });

/** @returns false when the database is not there */
export async function setMark(admin: ServerScope, scope: string, copy: string): Promise<boolean> {
	const body = { at: new Date().toISOString() };
	try {
		await admin.request({ ...mark(scope, copy), method: 'PUT', body });
	} catch (error) {
		if (statusOf(error) === 404) return false;
		// It is there already.
		if (statusOf(error) !== 409) throw error;
	}
	return true;
}

export const hasMark = async (admin: ServerScope, scope: string, copy: string): Promise<boolean> =>
	(await unlessMissing(admin.request(mark(scope, copy)))) !== undefined;
