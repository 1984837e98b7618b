import type { ServerScope } from 'nano';
import type { Leaf } from './leaf';

/** A request holds this much at most, unless one leaf alone is larger. The embedded server takes 32 MB. */
const MAX_CHARACTERS = 4_000_000;
const MAX_LEAVES = 500;

/** Collects leaves and writes them in batches, with the revisions they have. Writing one again changes nothing. */
export class LeafWriter {
	#batch: Leaf[] = [];
	#characters = 0;

	constructor(
		private readonly server: ServerScope,
		private readonly db: string
	) {}

	/** @param size of the leaf as JSON, characters */
	async add(leaf: Leaf, size: number): Promise<void> {
		if (this.#characters + size > MAX_CHARACTERS || this.#batch.length >= MAX_LEAVES) await this.flush();
		this.#batch.push(leaf);
		this.#characters += size;
	}

	async flush(): Promise<void> {
		const docs = this.#batch;
		this.#batch = [];
		this.#characters = 0;
		if (docs.length > 0) await writeLeaves(this.server, this.db, docs);
	}
}

/** @throws {Error} when the database refuses one of them */
export async function writeLeaves(server: ServerScope, db: string, docs: readonly Leaf[]): Promise<void> {
	const body = { docs, new_edits: false };
	const refused: unknown = await server.request({ db, path: '_bulk_docs', method: 'POST', body });
	// nano gives `undefined` for an answer that is no JSON: a cut connection must not look like success.
	if (!Array.isArray(refused)) throw new Error(`${db}: the database's answer was cut off`);
	const [first] = refused as { id?: string; error?: string; reason?: string }[];
	if (first?.error !== undefined)
		throw new Error(`${db}: ${first.id ?? ''} was refused: ${first.error} ${first.reason ?? ''}`);
}
