import { MISSING_DOC, REV_CONFLICT, createError } from 'pouchdb-errors';
import { reading, writing } from '../database';
import { scopeRow } from '../scope-row';
import type { Place } from './api';

/** A `_local/` document: never replicated, kept without history. */
export type LocalDoc = Record<string, unknown> & { _id: string; _rev?: string; _deleted?: boolean };

export async function getLocal({ db, scope }: Place, id: string): Promise<LocalDoc> {
	const row = await reading(db, ['locals'], () => db.locals.get([scope, id]));
	if (!row) throw createError(MISSING_DOC);
	return { ...row.body, _id: id, _rev: row.rev };
}

/** Throws a conflict unless `_rev` is the stored one. */
export function putLocal({ db, scope }: Place, doc: LocalDoc) {
	const { _id: id, _rev, _revisions: _dropped, ...body } = doc;
	return writing(
		db,
		'relaxed',
		async () => {
			const stored = await db.locals.get([scope, id]);
			if (stored?.rev !== _rev) throw createError(REV_CONFLICT);
			const rev = `0-${_rev ? parseInt(_rev.slice(2), 10) + 1 : 1}`;
			const { seq } = await scopeRow(db, scope);
			await db.locals.put({ scope, id, rev, seq, body });
			return { ok: true, id, rev };
		},
		['locals', 'scopes']
	);
}

export function removeLocal({ db, scope }: Place, { _id: id, _rev }: LocalDoc) {
	return writing(
		db,
		'relaxed',
		async () => {
			const stored = await db.locals.get([scope, id]);
			if (!stored || stored.rev !== _rev) throw createError(MISSING_DOC);
			await db.locals.delete([scope, id]);
			return { ok: true, id, rev: '0-0' };
		},
		['locals']
	);
}
