import { randomUUID } from 'node:crypto';
import type { ServerScope } from 'nano';
import { statusOf, unlessMissing } from '../provision/couch-error';
import { countDocuments, readUpTo } from './count-documents';
import { isDesign, type Leaf } from './leaf';
import { readLines } from './line-file';
import type { BackupDatabase } from './manifest';
import { setMarker } from './restore-marker';
import { LeafWriter, writeLeaves } from './write-leaves';

/**
 * Writes one database of a backup into a missing or empty one, or goes on where a run was cut. Closed to strangers
 * before the first record; design documents last, because records of old times need not pass today's validation.
 * @param counted called for each leaf
 */
export async function restoreDatabase(
	server: ServerScope,
	{ name, documents, security }: BackupDatabase,
	from: { readonly file: string; readonly backup: string; readonly counted: () => void }
): Promise<void> {
	await create(server, name);
	await server.request({ db: name, path: '_security', method: 'PUT', body: security ?? {} });
	await setMarker(server, name, { backup: from.backup, done: false });

	const designs: Leaf[] = [];
	const writer = new LeafWriter(server, name);
	for await (const line of readLines(from.file)) {
		const leaf = JSON.parse(line) as Leaf;
		if (isDesign(leaf._id)) designs.push(leaf);
		else await writer.add(leaf, line.length);
		from.counted();
	}
	await writer.flush();
	if (designs.length > 0) await writeLeaves(server, name, designs);

	const stored = async () => ({ documents: await countDocuments(server, name) });
	await readUpTo(name, () => Promise.resolve(documents), stored);
	await renewEpoch(server, name);
	await setMarker(server, name, { backup: from.backup, done: true });
}

async function create(server: ServerScope, name: string): Promise<void> {
	try {
		// One shard, as provisioning makes them.
		await server.db.create(name, { q: 1 });
	} catch (error) {
		if (statusOf(error) !== 412) throw error;
	}
}

/** Never the old one: this database may lack what the old one had acknowledged. */
async function renewEpoch(server: ServerScope, db: string): Promise<void> {
	const request = { db, path: '_local/epoch' };
	const stored = await unlessMissing(server.request(request) as Promise<{ _rev: string }>);
	const body = { epoch: randomUUID(), ...(stored && { _rev: stored._rev }) };
	await server.request({ ...request, method: 'PUT', body });
}
