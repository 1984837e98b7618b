import { parseDoc, type ParsedDoc } from 'pouchdb-adapter-utils';
import { revExists } from 'pouchdb-merge';
import { scopeKind, type Scope } from '../org/scopes';
import { belongsIn, checkRecord, type Doc, type Problem } from '../record';
import { RECORD_TYPES } from '../record-types';
import type { SaveResult } from './contract';
import { withConnection } from './connection';
import { NEW_RECORD_TABLES, REVISION_TABLES, writing, type DeviceDatabase } from './database';
import { storageFailure } from './failure';
import { writeRevisions } from './revision-writer';
import { readTree, type AttachmentStubs, type RecordRow } from './rows';
import { contentsOf } from './sealed-rows';

type Refusal = Extract<SaveResult, { ok: false }>;
const refuse = (reason: Refusal['reason'], problems: readonly Problem[] = []): Refusal => ({
	ok: false,
	reason,
	problems
});

/** Ends a transaction from inside, so that nothing of it stays. */
class Refused extends Error {
	constructor(readonly refusal: Refusal) {
		super(refusal.reason);
	}
}

/**
 * Writes records of one scope, all or none, with `strict` durability, unsent from the same transaction on.
 * Saving an event again with the very same content is answered as saved: a screen that was killed between the commit
 * and the answer may ask twice.
 * @param draft goes in the same transaction
 */
export async function saveRecords(
	db: DeviceDatabase,
	scope: Scope,
	records: readonly Doc[],
	draft?: string
): Promise<SaveResult> {
	// As CouchDB will see it: without `undefined`, and without a screen's reactive proxies, which no database takes.
	const plain = records.map((record) => JSON.parse(JSON.stringify(record)) as Doc);
	const problems = checkAll(scope, plain);
	if (problems.length) return refuse('invalid', problems);
	const ids = plain.map((record) => record._id);
	if (!ids.length) return { ok: true, ids };
	try {
		await withConnection(db, () => write(db, scope, plain, draft));
		return { ok: true, ids };
	} catch (error) {
		return error instanceof Refused ? error.refusal : refuse(storageFailure(error));
	}
}

/** One transaction. Throws a {@link Refused} to end it; writes nothing twice when it is asked twice. */
async function write(
	db: DeviceDatabase,
	scope: Scope,
	records: readonly Doc[],
	draft?: string
): Promise<void> {
	// Parsing computes each revision from the record's text, then that is sealed: before the transaction, which must
	// not wait for either.
	const parsed = records.map((record) => parseDoc({ ...record }, true));
	const contents = await contentsOf(db, scope, parsed);
	const work = async () => {
		const written = await writeRevisions(db, scope, parsed, contents, {
			newEdits: true,
			autoCompaction: true,
			admit: (doc, row) => {
				const index = records.findIndex((record) => record._id === doc.metadata.id);
				return isNews(records[index] as Doc, doc, row, index);
			}
		});
		for (const result of written) if (!('ok' in result)) throw new Refused(refuse('conflict'));
		if (draft !== undefined) await db.drafts.delete(draft);
	};
	// A record that is new has no losing leaves and no attachments: fewer tables open faster, and lock less.
	const touched = records.some((record) => record._rev) ? REVISION_TABLES : NEW_RECORD_TABLES;
	await writing(db, 'strict', work, draft === undefined ? touched : [...touched, 'drafts']);
}

/** False for what is stored already, from an answer that did not arrive. Throws the refusal of a changed event and of a profile that has moved on. */
function isNews(record: Doc, doc: ParsedDoc, row: RecordRow | undefined, index: number): boolean {
	if (!row) {
		if (record._rev) throw conflict(index);
		return true;
	}
	if (RECORD_TYPES.get(record.type)?.nature === 'event') {
		if (revExists(readTree(row), doc.metadata.rev)) return false;
		throw new Refused(refuse('immutable', [{ path: path(index, '_id'), message: 'immutable' }]));
	}
	// The same edit of the same revision, asked twice.
	if (row.rev === doc.metadata.rev) return false;
	if (record._rev !== row.rev) throw conflict(index);
	// Screens never see attachments; an edit must not drop them.
	if (row.attachments) doc.data._attachments = stubs(row.attachments);
	return true;
}

const stubs = (attachments: AttachmentStubs) =>
	Object.fromEntries(Object.entries(attachments).map(([name, kept]) => [name, { ...kept, stub: true }]));

const conflict = (index: number) =>
	new Refused(refuse('conflict', [{ path: path(index, '_rev'), message: 'conflict' }]));

/** Paths of problems lead through the list: `0.outcome` is the outcome of the first record. */
const path = (index: number, field: string) => (field ? `${index}.${field}` : `${index}`);

function checkAll(scope: Scope, records: readonly Doc[]): Problem[] {
	const seen = new Set<string>();
	return records.flatMap((record, i) => {
		const problems = checkOne(scope, record);
		if (seen.has(record._id)) problems.push({ path: '_id', message: 'twice in one save' });
		seen.add(record._id);
		return problems.map((problem) => ({ ...problem, path: path(i, problem.path) }));
	});
}

function checkOne(scope: Scope, record: Doc): Problem[] {
	const recordType = RECORD_TYPES.get(record.type);
	if (!recordType) return [{ path: 'type', message: `unknown record type ${record.type}` }];
	const problems = checkRecord(recordType.schema, record);
	if (!belongsIn(recordType, scopeKind(scope)))
		problems.push({ path: 'type', message: `a ${record.type} does not belong into ${scope}` });
	if (!record._id?.startsWith(`${record.type}:`))
		problems.push({ path: '_id', message: `does not start with ${record.type}:` });
	for (const field of Object.keys(record))
		if (field.startsWith('_') && field !== '_id' && field !== '_rev')
			problems.push({ path: field, message: 'fields that start with _ belong to the database' });
	return problems;
}
