import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { m } from '../paraglide/messages';
import { startCouch } from './couch/couch';
import { EMBEDDED_LIMITS } from './couch/growth';
import { checkCouchAdmin } from './couch-admin';
import { outgrownText } from './doctor/outgrown';
import { makeFolder } from './folder';
import type { CouchSettings, Settings } from './settings';
import { StartError, systemCode } from './start-error';
import { inLanguage, type Text } from './text';

/*
 * LINLI_DATA holds: couch/ (the embedded server's files), admin-secret (its admin's password, only for this user of
 * the machine), and server.json while one is running, so that the command line finds it instead of opening the same
 * files twice.
 */

/** A database to work with; `close()` ends the embedded server if this call started it. */
export interface OpenDatabase extends CouchSettings {
	close(): Promise<void>;
}

/** Server admin of the embedded server. */
const ADMIN = 'linli-admin';
/** How long another process may take to start its server. */
const START_PATIENCE_MS = 15_000;

/**
 * The CouchDB of the settings; else the embedded server of the data folder: the one that is running, or a new one.
 * @throws {StartError} when there is none to be had
 */
export async function openDatabase({ couch, dataDir }: Settings): Promise<OpenDatabase> {
	if (couch) {
		await checkCouchAdmin(couch);
		return { ...couch, close: () => Promise.resolve() };
	}
	const password = await adminSecret(dataDir);
	const url = await claimOrFind(dataDir, password);
	if (url === undefined) return start(dataDir, password, { host: '127.0.0.1', port: 0, admins: {} });
	return { url, user: ADMIN, password, close: () => Promise.resolve() };
}

/** Where the embedded server listens, and whom it takes for server admins, name → password. */
export interface Listening {
	readonly host: string;
	readonly port: number;
	readonly admins: Readonly<Record<string, string>>;
}

/**
 * Serves the data folder at an address of one's own choice.
 * @throws {StartError} when the folder cannot be used or is served already; the system's error when the address cannot
 */
export async function serveDatabase(dataDir: string, listening: Listening): Promise<OpenDatabase> {
	const password = await adminSecret(dataDir);
	const url = await claimOrFind(dataDir, password);
	if (url === undefined) return start(dataDir, password, listening);
	throw new StartError((locale) => m.cli_couch_served({ folder: dataDir, url }, { locale }));
}

/**
 * @returns the address of the server that is running on this folder; `undefined` when there is none and the folder is
 *   this process's now
 */
async function claimOrFind(dataDir: string, password: string): Promise<string | undefined> {
	const deadline = Date.now() + START_PATIENCE_MS;
	for (;;) {
		if (await claim(dataDir)) return undefined;
		const holder = await readHolder(dataDir);
		const url = holder && isAlive(holder.pid) ? holder.url : undefined;
		if (url !== undefined && (await isOurs(url, password))) return url;
		// A holder that named its address and does not answer there is dead, even if its pid lives on as another program.
		if (holder && (!isAlive(holder.pid) || url !== undefined)) await rm(serverFile(dataDir), { force: true });
		else if (Date.now() > deadline)
			throw new StartError((locale) => m.start_busy({ pid: holder?.pid ?? 0, folder: dataDir }, { locale }));
		else await delay(100);
	}
}

const serverFile = (dataDir: string) => join(dataDir, 'server.json');

interface Holder {
	readonly pid: number;
	/** Absent while it starts. */
	readonly url?: string;
}

/** Takes the data folder for this process; false when another one has it. */
async function claim(dataDir: string): Promise<boolean> {
	try {
		await writeFile(serverFile(dataDir), JSON.stringify({ pid: process.pid }), { flag: 'wx' });
		return true;
	} catch (error) {
		if (systemCode(error) === 'EEXIST') return false;
		throw unwritable(dataDir, error);
	}
}

async function start(dataDir: string, password: string, listening: Listening): Promise<OpenDatabase> {
	const file = serverFile(dataDir);
	try {
		const couch = await startCouch({
			dir: join(dataDir, 'couch'),
			host: listening.host,
			port: listening.port,
			admins: { ...listening.admins, [ADMIN]: password },
			log: (line) => console.error(line),
			onOutgrown: (growth) => {
				const text: Text = (locale) => `${dataDir}: ${outgrownText(growth, EMBEDDED_LIMITS)(locale)}`;
				console.warn(inLanguage(text, 'both'));
			}
		});
		const holder: Holder = { pid: process.pid, url: couch.url };
		await writeFile(`${file}.tmp`, JSON.stringify(holder));
		await rename(`${file}.tmp`, file);
		const close = async () => {
			await couch.close();
			await rm(file, { force: true });
		};
		return { url: couch.url, user: ADMIN, password, close };
	} catch (error) {
		await rm(file, { force: true });
		// Any other failed system call is the folder's fault.
		throw /^E[A-Z]+$/.test(systemCode(error)) && !isListenError(error) ? unwritable(dataDir, error) : error;
	}
}

/** The system refused the address, not the folder. */
export const isListenError = (error: unknown): boolean =>
	error instanceof Error && 'syscall' in error && error.syscall === 'listen';

async function readHolder(dataDir: string): Promise<Holder | undefined> {
	try {
		const value: unknown = JSON.parse(await readFile(serverFile(dataDir), 'utf8'));
		if (value === null || typeof value !== 'object' || !('pid' in value)) return undefined;
		const url = 'url' in value && typeof value.url === 'string' ? value.url : undefined;
		return { pid: Number(value.pid), ...(url !== undefined && { url }) };
	} catch {
		// Not there any more, or being written.
		return undefined;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return systemCode(error) === 'EPERM';
	}
}

async function isOurs(url: string, password: string): Promise<boolean> {
	try {
		await checkCouchAdmin({ url, user: ADMIN, password });
		return true;
	} catch {
		return false;
	}
}

/** The admin's password: made once, readable by this user of the machine only. */
async function adminSecret(dataDir: string): Promise<string> {
	const file = join(dataDir, 'admin-secret');
	const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
	try {
		await makeFolder(dataDir);
		await writeFile(draft, randomBytes(24).toString('hex'), { mode: 0o600 });
		// Linked, not written in place: a second process never reads half a secret, and the first one made stays.
		await link(draft, file);
	} catch (error) {
		if (systemCode(error) !== 'EEXIST') throw unwritable(dataDir, error);
	} finally {
		await rm(draft, { force: true }).catch(() => undefined);
	}
	try {
		return (await readFile(file, 'utf8')).trim();
	} catch (error) {
		throw unwritable(dataDir, error);
	}
}

const unwritable = (folder: string, error: unknown) =>
	new StartError((locale) => m.start_folder({ folder, code: systemCode(error) }, { locale }), {
		cause: error
	});
