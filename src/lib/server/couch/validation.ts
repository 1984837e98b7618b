import { createHash } from 'node:crypto';
import type { Database, DocRow } from './database';
import { CouchError, forbidden, unauthorized } from './errors';
import { isObject, type JsonObject } from './json';
import type { WritePlan } from './plan-write';
import { readDocument } from './read-document';
import type { Outcome, Sandbox } from './sandbox';
import { securityOf, type UserContext } from './security';

/** The living design documents of a database. */
export function designDocuments(db: Database): JsonObject[] {
	return db
		.all<DocRow>(`SELECT * FROM docs WHERE id >= '_design/' AND id < '_design0' AND deleted = 0 ORDER BY id`)
		.map((row) => readDocument(db, row))
		.filter((doc) => doc !== undefined);
}

interface Known {
	readonly version: number;
	readonly key: string;
	readonly sources: readonly string[];
}

const known = new WeakMap<Database, Known>();

function validatorsOf(db: Database): Known {
	const cached = known.get(db);
	if (cached?.version === db.designVersion) return cached;
	const sources = designDocuments(db)
		.map((doc) => doc.validate_doc_update)
		.filter((source) => typeof source === 'string');
	const hash = createHash('sha256').update(JSON.stringify(sources)).digest('hex');
	const fresh = { version: db.designVersion, key: `${db.uuid}:validate:${hash}`, sources };
	known.set(db, fresh);
	return fresh;
}

/**
 * Asks the database's `validate_doc_update` functions about each write, edits and replicated writes alike.
 * A function that fails in another way than `throw({forbidden})` refuses the document too: CouchDB answers 500 for
 * the document then, which would make a client give up its whole batch for one record.
 */
export async function validate(
	sandbox: Sandbox,
	db: Database,
	user: UserContext,
	plans: readonly WritePlan[]
): Promise<(CouchError | undefined)[]> {
	const { key, sources } = validatorsOf(db);
	if (!sources.length || !plans.length) return plans.map(() => undefined);
	const context = { db: db.name, name: user.name, roles: user.roles };
	const shared = JSON.stringify([context, securityOf(db)]);
	const calls = plans.map((plan) => JSON.stringify([plan.newDoc, plan.oldDoc]));
	const outcomes = await sandbox.run({ key, mode: 'validate', sources }, shared, calls);
	return outcomes.map(verdict);
}

function verdict([kind, reason]: Outcome): CouchError | undefined {
	switch (kind) {
		case 'ok':
			return undefined;
		case 'unauthorized':
			return unauthorized(String(reason));
		case 'forbidden':
			return forbidden(String(reason));
		default:
			return forbidden(`The validation function failed: ${String(reason)}`);
	}
}

/**
 * Refuses a design document whose functions do not compile: CouchDB takes a broken `validate_doc_update` and then
 * answers every write with 500.
 * @throws CouchError 400
 */
export async function checkDesign(sandbox: Sandbox, doc: JsonObject): Promise<void> {
	for (const member of ['views', 'filters'] as const) {
		if (doc[member] !== undefined && !isObject(doc[member])) {
			throw new CouchError(400, 'invalid_design_doc', `\`${member}\` field must have object type`);
		}
	}
	if (doc.language !== undefined && doc.language !== 'javascript') return;
	const validator = doc.validate_doc_update;
	if (validator !== undefined) {
		if (typeof validator !== 'string') {
			throw new CouchError(400, 'invalid_design_doc', '`validate_doc_update` field must have string type');
		}
		await sandbox.compile('validate', validator);
	}
	for (const source of Object.values(isObject(doc.filters) ? doc.filters : {})) {
		if (typeof source === 'string') await sandbox.compile('filter', source);
	}
	for (const [name, view] of Object.entries(isObject(doc.views) ? doc.views : {})) {
		if (name === 'lib') continue;
		if (!isObject(view) || typeof view.map !== 'string') {
			throw new CouchError(400, 'invalid_design_doc', '`map` must exist and be a string');
		}
		try {
			await sandbox.compile('map', view.map);
		} catch (error) {
			if (!(error instanceof CouchError)) throw error;
			const reason = `Compilation of the map function in the '${name}' view failed: ${error.reason}`;
			throw new CouchError(400, 'compilation_error', reason);
		}
	}
}
