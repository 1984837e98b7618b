import { resolve } from 'node:path';
import { m } from '../paraglide/messages';
import { StartError } from './start-error';

/** A CouchDB of one's own, and who its server admin is. */
export interface CouchSettings {
	/** Without credentials and without a slash at the end. */
	readonly url: string;
	readonly user: string;
	readonly password: string;
}

/** Where the program runs and keeps its data; all from the environment. */
export interface Settings {
	/** `HOST`, default 127.0.0.1: whoever wants to be seen from outside says so. */
	readonly host: string;
	/** `PORT`, default 3000; 0 takes any free one. */
	readonly port: number;
	/** `LINLI_DATA`, default ./data; absolute. */
	readonly dataDir: string;
	/** From `COUCHDB_URL`, `COUCHDB_USER`, `COUCHDB_PASSWORD`; without it the embedded server is used. */
	readonly couch: CouchSettings | undefined;
}

/** @throws {StartError} when a setting cannot be used */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
	return {
		host: env.HOST || '127.0.0.1',
		port: readPort(env.PORT || '3000'),
		dataDir: resolve(env.LINLI_DATA || 'data'),
		couch: env.COUCHDB_URL ? readCouch(env.COUCHDB_URL, env) : undefined
	};
}

function readPort(value: string): number {
	const port = Number(value);
	if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
	throw new StartError((locale) => m.start_port({ value }, { locale }));
}

function readCouch(value: string, env: NodeJS.ProcessEnv): CouchSettings {
	const url = URL.canParse(value) ? new URL(value) : undefined;
	if (!url || !/^https?:$/.test(url.protocol))
		throw new StartError((locale) => m.start_couch_url({ value }, { locale }));
	const user = env.COUCHDB_USER || decodeURIComponent(url.username);
	const password = env.COUCHDB_PASSWORD || decodeURIComponent(url.password);
	if (!user || !password) throw new StartError((locale) => m.start_couch_credentials({}, { locale }));
	return { url: (url.origin + url.pathname).replace(/\/+$/, ''), user, password };
}
