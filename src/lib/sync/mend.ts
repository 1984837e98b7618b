import type { Scope } from '../org/scopes';
import { checkRecord, type Doc, type Problem } from '../record';
import { RECORD_TYPES } from '../record-types';
import { openScope } from '../store/pouch';

/**
 * Writes the mended form of a record that the server refused: it never took it, so nothing that happened is rewritten
 * (N4), and the next push sends this form. Loaded when it is needed: it brings the replication's code with it.
 * @returns what is still wrong with it
 */
export async function mendRefused(user: string, scope: Scope, mended: Doc): Promise<readonly Problem[]> {
	const recordType = RECORD_TYPES.get(mended.type);
	const problems = recordType
		? checkRecord(recordType.schema, mended)
		: [{ path: 'type', message: 'unknown' }];
	if (problems.length > 0) return problems;
	const local = openScope(user, scope);
	try {
		const [answer] = await local.bulkDocs([mended as unknown as PouchDB.Core.PutDocument<Doc>]);
		return answer && 'ok' in answer ? [] : [{ path: '', message: 'conflict' }];
	} finally {
		await local.close();
	}
}
