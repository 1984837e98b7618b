import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerScope } from 'nano';
import { m } from '../../paraglide/messages';
import { KEYS } from '../held/keys';
import { unlessMissing } from '../provision/couch-error';
import { BackupError } from './backup-error';
import { countDocuments, readUpTo } from './count-documents';
import type { Leaf } from './leaf';
import { writeLines } from './line-file';
import { fileOf, MANIFEST, USERS, writeManifest, type BackupDatabase, type Manifest } from './manifest';
import { readLeaves } from './read-leaves';
import { isSelectedAccount, selectedDatabases, type Selection } from './selection';

export interface Backup extends Selection {
	/** Made when missing; must not hold a backup already. */
	readonly folder: string;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Documents read so far, over all databases. */
	readonly progress?: (done: number) => void;
}

/**
 * Copies all of Linli's databases and accounts into a folder, while the server goes on working. Each database is
 * copied as it is when its turn comes; the accounts come last, so that whoever wrote a copied record is among them. A
 * run that was cut leaves no manifest and may be run again into the same folder.
 * @param server CouchDB, signed in as a server admin
 * @throws {BackupError} when the folder holds a backup
 */
export async function backUp(server: ServerScope, what: Backup): Promise<Manifest> {
	const { folder } = what;
	await mkdir(folder, { recursive: true, mode: 0o700 });
	if (await exists(join(folder, MANIFEST)))
		throw new BackupError((locale) => m.cli_backup_exists({ folder }, { locale }));
	const databases: BackupDatabase[] = [];
	let done = 0;
	const counted = () => what.progress?.(++done);
	for (const name of await selectedDatabases(server, what)) {
		const security = (await server.request({ db: name, path: '_security' })) as Record<string, unknown>;
		databases.push({ ...(await copy(server, folder, name, () => true, counted)), security });
	}
	// Of all communities: what a device keeps says which key it is, and it may be an old one.
	if (await unlessMissing(server.db.get(KEYS)))
		databases.push(await copy(server, folder, KEYS, () => true, counted));
	if (await unlessMissing(server.db.get(USERS))) {
		const isWanted = (leaves: readonly Leaf[]) => isSelectedAccount(leaves, what);
		databases.push(await copy(server, folder, USERS, isWanted, counted));
	}
	return writeManifest(folder, new Date(what.now).toISOString(), databases);
}

async function copy(
	server: ServerScope,
	folder: string,
	name: string,
	isWanted: (leaves: readonly Leaf[]) => boolean,
	counted: () => void
): Promise<BackupDatabase> {
	const write = async () => {
		const seen = new Set<string>();
		const ids = new Set<string>();
		let leafCount = 0;
		async function* lines() {
			for await (const leaves of readLeaves(server, name)) {
				counted();
				if (leaves[0]) seen.add(leaves[0]._id);
				if (!isWanted(leaves)) continue;
				for (const leaf of leaves) {
					ids.add(leaf._id);
					leafCount++;
					yield `${JSON.stringify(leaf)}\n`;
				}
			}
		}
		const facts = await writeLines(join(folder, fileOf(name)), lines());
		return { documents: seen.size, copy: { name, documents: ids.size, leaves: leafCount, ...facts } };
	};
	return (await readUpTo(name, () => countDocuments(server, name), write)).copy;
}

const exists = (file: string) =>
	stat(file).then(
		() => true,
		() => false
	);
