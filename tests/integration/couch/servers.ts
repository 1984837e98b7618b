import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCouch, type EmbeddedCouch } from '../../../src/lib/server/couch/couch';

/** Where a server under test listens, and its admin. */
export interface ServerAddress {
	readonly kind: 'embedded' | 'CouchDB';
	readonly url: string;
	readonly admin: { readonly name: string; readonly password: string };
}

/** The real CouchDB that judges, when the environment names one: COUCHDB_URL, COUCHDB_USER, COUCHDB_PASSWORD. */
export function realCouch(): ServerAddress | undefined {
	const {
		COUCHDB_URL: url,
		COUCHDB_USER: name = 'admin',
		COUCHDB_PASSWORD: password = 'secret'
	} = process.env;
	return url ? { kind: 'CouchDB', url: url.replace(/\/$/, ''), admin: { name, password } } : undefined;
}

export interface TemporaryCouch extends ServerAddress {
	readonly dir: string;
	/** Lines the server logged; a server that made an error of its own says so here. */
	readonly log: readonly string[];
	readonly couch: EmbeddedCouch;
	stop(): Promise<void>;
}

/** An embedded server in a folder of its own, gone after `stop`. */
export async function temporaryCouch(sessionSeconds?: number): Promise<TemporaryCouch> {
	const dir = await mkdtemp(join(tmpdir(), 'linli-couch-'));
	const log: string[] = [];
	const admin = { name: 'admin', password: 'secret' };
	const admins = { [admin.name]: admin.password };
	const couch = await startCouch({ dir, admins, sessionSeconds, log: (line) => log.push(line) });
	const stop = async () => {
		await couch.close();
		await rm(dir, { recursive: true, force: true });
	};
	return { kind: 'embedded', url: couch.url, admin, dir, log, couch, stop };
}

/**
 * How long a test waits for a changed account to count on CouchDB, milliseconds. Every node keeps accounts in a cache
 * and drops one when it reads of its change in `_users`. Its feed of `_users` is woken by the nodes that were there
 * when it began: once a node was restarted, a change that the feed reads from that node's copy may be a moment too late
 * for the wakers, and is then read with the next change of any account, or after a minute without one.
 */
export const ACCOUNT_LAG_MS = 90_000;

export const basic = (name: string, password: string) =>
	`Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
