import { Dexie } from 'dexie';
import type { Scope } from '../org/scopes';
import type { DeviceDatabase } from './database';
import type { RecordRow } from './rows';

export interface GoneRevision {
	readonly id: string;
	readonly rev: string;
	/** The row as it was stored before, when that is known. */
	readonly stored?: RecordRow;
}

/**
 * Drops the bodies of these revisions and the attachments that nobody else uses. Runs inside a writing transaction.
 * The usual case, an edit whose ancestor lay in the row itself and had no attachment, needs no request at all.
 */
export async function dropRevisions(db: DeviceDatabase, scope: Scope, gone: readonly GoneRevision[]) {
	const keys = gone
		.filter(({ rev, stored }) => stored?.rev !== rev || stored.attachments)
		.map(({ id, rev }): [Scope, string, string] => [scope, id, rev]);
	if (!keys.length) return;
	await db.revisions.bulkDelete(keys);
	const uses = await db.attachmentUses.where('[scope+id+rev]').anyOf(keys).toArray();
	if (!uses.length) return;
	await db.attachmentUses.bulkDelete(
		uses.map((use): [Scope, string, string, string] => [scope, use.digest, use.id, use.rev])
	);
	for (const digest of new Set(uses.map((use) => use.digest))) {
		const left = await db.attachmentUses
			.where('[scope+digest+id+rev]')
			.between([scope, digest, Dexie.minKey, Dexie.minKey], [scope, digest, Dexie.maxKey, Dexie.maxKey])
			.limit(1)
			.count();
		if (!left) await db.attachments.delete([scope, digest]);
	}
}
