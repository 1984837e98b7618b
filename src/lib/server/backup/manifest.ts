import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { m } from '../../paraglide/messages';
import { isScope } from '../../org/scopes';
import { KEYS } from '../held/keys';
import { canonicalHash } from '../provision/canonical';
import { BackupError } from './backup-error';
import { factsOf } from './line-file';

export const MANIFEST = 'manifest.json';
/** The accounts, with the hashes of their passwords. */
export const USERS = '_users';
/** Databases of the whole server: a restore adds to them what they lack. */
export const isShared = (name: string): boolean => name === USERS || name === KEYS;
export const fileOf = (db: string): string => `${db}.ndjson.gz`;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const databaseSchema = v.object({
	/** A scope, or one that is the whole server's. No other name ever becomes a path or a database. */
	name: v.pipe(
		v.string(),
		v.check((name) => isShared(name) || isScope(name))
	),
	/** Documents, those deleted included. */
	documents: count,
	/** Lines of the file: winners, conflicts and deletions. */
	leaves: count,
	bytes: count,
	sha256: hash,
	/** `_security` as it was; none for what is the whole server's, where its own stays. */
	security: v.optional(v.record(v.string(), v.unknown()))
});
/** One database of a backup. */
export type BackupDatabase = v.InferOutput<typeof databaseSchema>;

const manifestSchema = v.object({
	format: v.literal('linli-backup/1'),
	/** When the backup was begun, UTC. */
	madeAt: v.pipe(v.string(), v.isoTimestamp()),
	databases: v.array(databaseSchema),
	/** SHA-256 of all the rest of the manifest as canonical JSON; also the name of this backup. */
	seal: hash
});
export type Manifest = v.InferOutput<typeof manifestSchema>;

const sealOf = ({ seal: _, ...rest }: Manifest): string => canonicalHash(rest);

/** Written last: a folder without it is no backup. */
export async function writeManifest(
	folder: string,
	madeAt: string,
	databases: BackupDatabase[]
): Promise<Manifest> {
	const draft: Manifest = { format: 'linli-backup/1', madeAt, databases, seal: '' };
	const manifest = { ...draft, seal: sealOf(draft) };
	const file = join(folder, MANIFEST);
	const handle = await open(`${file}.tmp`, 'w', 0o600);
	try {
		await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
		await handle.sync();
	} finally {
		await handle.close();
	}
	await rename(`${file}.tmp`, file);
	return manifest;
}

/**
 * Reads a backup's manifest and compares every file with it.
 * @throws {BackupError} when anything was cut, altered or lost
 */
export async function readBackup(folder: string): Promise<Manifest> {
	const manifest = await readManifest(folder);
	for (const { name, bytes, sha256 } of manifest.databases) {
		const file = join(folder, fileOf(name));
		const facts = await factsOf(file).catch(() => undefined);
		if (facts?.bytes !== bytes || facts.sha256 !== sha256)
			throw new BackupError((locale) => m.cli_backup_altered({ file }, { locale }));
	}
	return manifest;
}

async function readManifest(folder: string): Promise<Manifest> {
	const file = join(folder, MANIFEST);
	const text = await readFile(file, 'utf8').catch(() => undefined);
	if (text === undefined) throw new BackupError((locale) => m.cli_backup_none({ folder }, { locale }));
	const read = v.safeParse(manifestSchema, parsed(text));
	if (!read.success || read.output.seal !== sealOf(read.output))
		throw new BackupError((locale) => m.cli_backup_altered({ file }, { locale }));
	return read.output;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
