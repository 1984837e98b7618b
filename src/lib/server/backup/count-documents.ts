import { setTimeout as delay } from 'node:timers/promises';
import type { ServerScope } from 'nano';

/*
 * In a cluster two of three copies acknowledge a write, and a listing asks whichever copy comes first: it may be the
 * third one, which hears a moment later. So what is missing counts as lost only when it stays away.
 */

/** Milliseconds that a copy may lag behind: seconds under load, far less otherwise. */
const PATIENCE = 30_000;

/** Living and deleted documents. */
export async function countDocuments(server: ServerScope, db: string): Promise<number> {
	const info = await server.db.get(db);
	return info.doc_count + info.doc_del_count;
}

/**
 * Reads until at least as many documents came as are `wanted`.
 * @param wanted asked before each reading
 * @throws {Error} when some stay away
 */
export async function readUpTo<T extends { readonly documents: number }>(
	db: string,
	wanted: () => Promise<number>,
	read: () => Promise<T>
): Promise<T> {
	const deadline = Date.now() + PATIENCE;
	for (;;) {
		const total = await wanted();
		const found = await read();
		if (found.documents >= total) return found;
		if (Date.now() > deadline) throw new Error(`${db}: ${found.documents} of ${total} documents are there`);
		await delay(200);
	}
}
