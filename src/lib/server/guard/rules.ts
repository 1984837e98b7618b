import { checkRecord, type RecordType } from '../../record';

/*
 * What a database refuses to take, whoever sends it (design.md 4). These rules are compiled into CouchDB's
 * `validate_doc_update` and run in its own engine, on normal writes and on replicated ones: nothing of Node, of the
 * browser or of a clock may be reached from here, and every import costs bytes in each database.
 *
 * A refusal reads `<word>: <sentence>`; the word is for programs, which keep the record and show it to its author.
 */

export interface GuardedDoc {
	readonly _id: string;
	readonly _rev?: string;
	readonly _deleted?: boolean;
	readonly _attachments?: unknown;
	readonly type?: unknown;
	readonly createdAt?: unknown;
	readonly createdBy?: unknown;
	/** On the tombstone of a losing leaf: the revision that now holds what it said. */
	readonly mergedInto?: unknown;
}
export interface UserContext {
	readonly name: string | null;
	readonly roles: readonly string[];
}
export interface SecurityObject {
	readonly members?: { readonly roles?: readonly string[] };
}

/** How one kind of database is guarded. */
export interface GuardOptions {
	readonly recordTypes: readonly RecordType[];
	/** Profiles are written by the community's managers only. */
	readonly managersOnly: boolean;
	/** Characters of JSON. */
	readonly maxSize: number;
}

/** What CouchDB's engine takes for a refusal. */
interface Refusal {
	readonly forbidden: string;
}
const refuse = (word: string, sentence: string): never => {
	const refusal: Refusal = { forbidden: `${word}: ${sentence}` };
	throw refusal;
};

const REVISION = /^\d+-[0-9a-f]{32}$/;

/** Throws a refusal unless this user may write this document over that one. */
export function guard(
	options: GuardOptions,
	doc: GuardedDoc,
	stored: GuardedDoc | null,
	user: UserContext,
	security: SecurityObject
): void {
	// CouchDB itself leaves design documents to server admins.
	if (doc._id.slice(0, 8) === '_design/') return;
	const recordType = options.recordTypes.find((known) => known.type === doc.type);
	if (!recordType) return refuse('type', `${JSON.stringify(doc.type)} does not belong in this database`);
	if (doc._id.indexOf(`${recordType.type}:`) !== 0) refuse('id', `must begin with ${recordType.type}:`);
	const admin = user.roles.indexOf('_admin') >= 0;
	const before = stored && !stored._deleted ? stored : null;

	if (doc._deleted) return guardTombstone(recordType, doc);
	if (doc._attachments) refuse('attachments', 'photos travel apart from records');
	if (JSON.stringify(doc).length > options.maxSize) refuse('size', `more than ${options.maxSize} characters`);
	for (const { path, message } of checkRecord(recordType.schema, doc)) refuse('shape', `${path}: ${message}`);

	if (before) {
		if (recordType.nature === 'event')
			refuse('immutable', 'what happened is not changed; write a new record');
		if (before.createdBy !== doc.createdBy || before.createdAt !== doc.createdAt)
			refuse('author', 'createdBy and createdAt never change');
	} else if (!admin && doc.createdBy !== user.name) refuse('author', 'createdBy must be the one who writes');
	if (options.managersOnly && !admin && !isManager(user, security))
		refuse('role', 'only the managers of the community write here');
}

/**
 * Nobody deletes records: that is a flag. A merge, though, ends its losing leaves (design.md 4), and a validation
 * function cannot see the other leaves of a document. So a tombstone must say which revision took over, which no
 * ordinary delete does, and events can have none at all.
 */
function guardTombstone(recordType: RecordType, doc: GuardedDoc): void {
	if (recordType.nature === 'event') refuse('immutable', 'what happened is not deleted');
	if (typeof doc.mergedInto !== 'string' || !REVISION.test(doc.mergedInto))
		refuse('tombstone', 'set voided instead; only a losing leaf is deleted, with mergedInto');
}

/** A manager's role is also among the members of the database, so managers of elsewhere count as nobody. */
const isManager = (user: UserContext, security: SecurityObject) =>
	user.roles.some(
		(role) => role.indexOf('manager:') === 0 && (security.members?.roles ?? []).indexOf(role) >= 0
	);
