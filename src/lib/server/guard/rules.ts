import { checkRecord, type Doc, type RecordType, type Writer } from '../../record';

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
	readonly _attachments?: { readonly [name: string]: { readonly content_type?: string } };
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
	/** Characters of JSON, without attachments. */
	readonly maxSize: number;
	/** The photos twin: a document carries one picture. Elsewhere none does. */
	readonly photos?: boolean;
	/** Managers may bring in what others wrote: from a rescue file, or after the server was restored (docs/adr/0009). */
	readonly managersCarry?: boolean;
	/**
	 * True for a record that follows from others by a rule, byte for byte, on whatever device: it has no author, so whoever
	 * may write here may send it.
	 */
	readonly followsFromRule?: (record: Doc) => boolean;
}

/** What CouchDB calls for every write. */
export type Guard = (
	doc: GuardedDoc,
	stored: GuardedDoc | null,
	user: UserContext,
	security: SecurityObject
) => void;

/** What CouchDB's engine takes for a refusal. */
interface Refusal {
	readonly forbidden: string;
}
const refuse = (word: string, sentence: string): never => {
	const refusal: Refusal = { forbidden: `${word}: ${sentence}` };
	throw refusal;
};

/** Name of a photo's attachment. */
const PICTURE = 'full';
const REVISION = /^\d+-[0-9a-f]{32}$/;

/** The `validate_doc_update` of one kind of database: throws a refusal unless this user may write this over that. */
export const guardFor =
	(options: GuardOptions): Guard =>
	(doc, stored, user, security) => {
		// CouchDB itself leaves design documents to server admins.
		if (doc._id.slice(0, 8) === '_design/') return;
		const recordType = options.recordTypes.find((known) => known.type === doc.type);
		if (!recordType) return refuse('type', `${JSON.stringify(doc.type)} does not belong in this database`);
		if (doc._id.indexOf(`${recordType.type}:`) !== 0) refuse('id', `must begin with ${recordType.type}:`);
		const admin = user.roles.indexOf('_admin') >= 0;
		const before = stored && !stored._deleted ? stored : null;

		if (doc._deleted) guardTombstone(recordType, doc);
		else {
			guardContent(options, recordType, doc);
			if (before) guardChange(options, recordType, before, doc);
			else if (
				!admin &&
				doc.createdBy !== user.name &&
				!(options.managersCarry && isManager(user, security)) &&
				!options.followsFromRule?.(doc as unknown as Doc)
			)
				refuse('author', 'createdBy must be the one who writes');
		}
		// A tombstone has no fields to judge by; what it ends has.
		const judged = doc._deleted && before ? before : doc;
		if (
			!admin &&
			recordType.mayWrite &&
			!recordType.mayWrite(judged as unknown as Doc, writerOf(user, security))
		)
			refuse('role', `${recordType.type} is not yours to write here`);
	};

function guardContent(options: GuardOptions, recordType: RecordType, doc: GuardedDoc): void {
	const { _attachments, ...body } = doc;
	if (_attachments) {
		if (!options.photos) refuse('attachments', 'photos travel apart from records');
		guardPicture(_attachments);
	}
	if (JSON.stringify(body).length > options.maxSize)
		refuse('size', `more than ${options.maxSize} characters`);
	for (const { path, message } of checkRecord(recordType.schema, doc)) refuse('shape', `${path}: ${message}`);
}

/** One picture a document, under its fixed name, of a kind that every browser draws without running anything. */
function guardPicture(attachments: NonNullable<GuardedDoc['_attachments']>): void {
	for (const name in attachments)
		if (name !== PICTURE) refuse('attachments', `the picture is called ${PICTURE}`);
	const kind = attachments[PICTURE]?.content_type;
	if (kind === undefined || !/^image\/(?:jpeg|webp|png)$/.test(kind))
		refuse('attachments', 'a photo is image/jpeg, image/webp or image/png');
}

function guardChange(
	options: GuardOptions,
	recordType: RecordType,
	before: GuardedDoc,
	doc: GuardedDoc
): void {
	// A photo may come in two requests: what it is, then its picture.
	const completes = options.photos && !before._attachments && doc._attachments && sameBody(before, doc);
	if (recordType.nature === 'event' && !completes)
		refuse('immutable', 'what happened is not changed; write a new record');
	if (before.createdBy !== doc.createdBy || before.createdAt !== doc.createdAt)
		refuse('author', 'createdBy and createdAt never change');
}

const sameBody = (a: GuardedDoc, b: GuardedDoc) => bodyText(a) === bodyText(b);
const bodyText = (doc: GuardedDoc) =>
	JSON.stringify(
		Object.keys(doc)
			.filter((key) => key[0] !== '_')
			.sort()
			.map((key) => [key, doc[key as keyof GuardedDoc]])
	);

/**
 * Nobody deletes records: that is a flag. A merge, though, ends its losing leaves (design.md 4), and a validation
 * function cannot see the other leaves of a document. So a tombstone must say which revision took over, which no
 * ordinary delete does, events can have none at all, and only who may write a record may end a leaf of it.
 */
function guardTombstone(recordType: RecordType, doc: GuardedDoc): void {
	if (recordType.nature === 'event') refuse('immutable', 'what happened is not deleted');
	if (typeof doc.mergedInto !== 'string' || !REVISION.test(doc.mergedInto))
		refuse('tombstone', 'set voided instead; only a losing leaf is deleted, with mergedInto');
}

const writerOf = (user: UserContext, security: SecurityObject): Writer => ({
	name: user.name ?? '',
	isManager: isManager(user, security),
	roles: user.roles
});

/** A manager's role is also among the members of the database, so managers of elsewhere count as nobody. */
const isManager = (user: UserContext, security: SecurityObject) =>
	user.roles.some(
		(role) => role.indexOf('manager:') === 0 && (security.members?.roles ?? []).indexOf(role) >= 0
	);
