import { randomBytes } from 'node:crypto';
import type { ServerScope } from 'nano';
import { statusOf, unlessMissing } from '../provision/couch-error';

/**
 * The database of the keys under which copies leave for devices (`sealed-copy.ts`). No scope: the gateway knows no such
 * name, and only server admins read it. It is part of every backup, for a restored server must open what the old one sealed.
 */
export const KEYS = 'linli-keys';

export interface SealingKey {
	readonly id: string;
	/** 32 bytes. */
	readonly secret: Buffer;
}
interface KeyDoc {
	readonly _id: string;
	/** Base64. */
	readonly secret: string;
}

const sealingKey = ({ _id, secret }: KeyDoc): SealingKey => ({
	id: _id,
	secret: Buffer.from(secret, 'base64')
});

/** Makes the database. @returns what is in it: usually one, two when two processes made the first one at once */
export async function ensureSealingKeys(admin: ServerScope): Promise<SealingKey[]> {
	await ensureKeysDatabase(admin);
	const keys = await readKeys(admin);
	if (keys.length > 0) return keys;
	const secret = randomBytes(32).toString('base64');
	await admin.db.use<Omit<KeyDoc, '_id'>>(KEYS).insert({ secret }, `key:${randomBytes(8).toString('hex')}`);
	return readKeys(admin);
}

export async function ensureKeysDatabase(admin: ServerScope): Promise<void> {
	if (await unlessMissing(admin.db.get(KEYS))) return;
	try {
		await admin.db.create(KEYS, { q: 1 });
	} catch (error) {
		if (statusOf(error) !== 412) throw error;
	}
	// As CouchDB makes them anyway, unless its `default_security` says otherwise. Before the first key.
	const only = { names: [], roles: ['_admin'] };
	await admin.request({ db: KEYS, path: '_security', method: 'PUT', body: { admins: only, members: only } });
}

/** The key to seal with. Read anew each time: the database may have been restored meanwhile, from before a key. */
export async function keyToSeal(admin: ServerScope): Promise<SealingKey> {
	const [first] = (await unlessMissing(readKeys(admin))) ?? [];
	const key = first ?? (await ensureSealingKeys(admin))[0];
	if (!key) throw new Error(`${KEYS}: the key that was written is not there`);
	return key;
}

export async function keyNamed(admin: ServerScope, id: string): Promise<SealingKey | undefined> {
	const key = await unlessMissing(admin.db.use<Omit<KeyDoc, '_id'>>(KEYS).get(id));
	return key && sealingKey(key);
}

async function readKeys(admin: ServerScope): Promise<SealingKey[]> {
	const { rows } = await admin.db
		.use<KeyDoc>(KEYS)
		.list({ include_docs: true, startkey: 'key:', endkey: 'key;' });
	return rows.flatMap(({ doc }) => (doc ? [sealingKey(doc)] : []));
}
