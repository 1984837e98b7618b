import { afterAll, beforeAll, expect, test } from 'vitest';
import { Dice } from '../../../src/lib/server/demo/dice';
import { basic, realCouch, temporaryCouch, type ServerAddress, type TemporaryCouch } from './servers';

/*
 * Random documents, revisions, conflicts, deletions and attachments on two servers, then the same questions to both.
 * The judge is CouchDB when COUCHDB_URL is set; without it a second embedded server that gets each batch in another
 * order: what replicates must come out the same whatever way it took.
 *
 * LINLI_FUZZ=5000 comparisons (default 300), LINLI_SEED=7 repeats a run.
 */

const COMPARISONS = Number(process.env.LINLI_FUZZ ?? 300);
const SEED = Number(process.env.LINLI_SEED ?? 20261121);
const PER_ROUND = 60;

type Loose = Record<string, unknown>;

let first: TemporaryCouch;
let second: TemporaryCouch | undefined;
let judge: ServerAddress;
let isCluster = false;
beforeAll(async () => {
	first = await temporaryCouch();
	second = realCouch() ? undefined : await temporaryCouch();
	judge = realCouch() ?? (second as TemporaryCouch);
	const [, membership] = await ask(judge, 'GET', '/_membership');
	isCluster = (membership as { cluster_nodes: string[] }).cluster_nodes.length > 1;
});
afterAll(async () => {
	await first.stop();
	await second?.stop();
});

/** The judge's answer; in a cluster, whose third copy hears a moment later, once it is the same as ours or stays another. */
async function judged(
	ours: unknown,
	...asked: [method: string, path: string, body?: unknown]
): Promise<unknown> {
	for (let tries = 0; ; tries++) {
		const theirs = await ask(judge, ...asked);
		if (isAlike(ours, theirs) || !isCluster || tries === 50) return theirs;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

const shown = (answer: unknown, most?: number) => JSON.stringify(plain(answer, 'results', most));
const isAlike = (ours: unknown, theirs: unknown, most?: number) => shown(ours, most) === shown(theirs, most);

async function ask(
	server: ServerAddress,
	method: string,
	path: string,
	body?: unknown
): Promise<[number, unknown]> {
	const authorization = basic(server.admin.name, server.admin.password);
	const headers = { authorization, accept: 'application/json', 'content-type': 'application/json' };
	const response = await fetch(server.url + path, {
		method,
		headers,
		body: body === undefined ? undefined : JSON.stringify(body)
	});
	const text = await response.text();
	return [response.status, text ? JSON.parse(text) : null];
}

/** One round's database: documents of generated histories, the same on both servers. */
class Round {
	readonly ids = Array.from({ length: 12 }, (_, n) => `doc${n}`);
	/** id → revision → its history, newest first. */
	readonly known = new Map<string, Map<string, string[]>>();
	/** id → leaves, as a server tells them. */
	readonly leaves = new Map<string, string[]>();

	constructor(
		readonly random: Dice,
		readonly db: string,
		/** Histories are sent from their root, as replicators do. */
		readonly isWhole: boolean
	) {}

	revs(id: string): string[] {
		return [...(this.known.get(id)?.keys() ?? [])];
	}

	write(): Loose {
		const { random } = this;
		const id = random.pick(this.ids);
		const parents = this.revs(id);
		const history =
			parents.length && random.chance(0.85) ? [...(this.known.get(id)?.get(random.pick(parents)) ?? [])] : [];
		const start = history.length ? Number.parseInt(history[0] ?? '0', 10) : random.between(0, 2);
		// a replicator may bring several revisions at once, and a branch may be cut at its old end
		let generation = start;
		for (let n = 1 + random.between(0, 2); n > 0; n--) history.unshift(`${++generation}-${this.#hash()}`);
		const sent = history.slice(
			0,
			this.isWhole || random.chance(0.8) ? history.length : 1 + random.between(0, history.length - 1)
		);
		const rev = sent[0] ?? '';
		this.known.set(id, (this.known.get(id) ?? new Map()).set(rev, history));
		const doc: Loose = {
			_id: id,
			_rev: rev,
			_revisions: { start: generation, ids: sent.map((one) => one.slice(one.indexOf('-') + 1)) },
			n: random.between(0, 999),
			text: random.pick(['', '王秀', 'ä\n"\\', '\u0001', '😀'])
		};
		if (random.chance(0.25)) doc._deleted = true;
		if (random.chance(0.3)) {
			const data = Buffer.from(`bytes ${random.between(0, 4)}`).toString('base64');
			doc._attachments = {
				[random.pick(['a', 'b'])]: { content_type: 'image/png', data, revpos: generation }
			};
		}
		return doc;
	}

	#hash(): string {
		return this.random.between(0, 0xfffffffe).toString(16).padStart(8, '0');
	}

	/** What both servers must answer alike. Bodies are asked of leaves only: older ones may be gone at any time. */
	question(): [string, string, unknown?] {
		const { random, db } = this;
		const id = random.pick([...this.ids, 'none']);
		const anyRev = random.pick([...this.revs(id), '1-0']);
		const leaves = this.leaves.get(id) ?? [];
		const rev = random.pick([...leaves, '1-0']);
		const revs = [...new Set([rev, random.pick([...leaves, '2-0'])])];
		const json = (value: unknown) => encodeURIComponent(JSON.stringify(value));
		const range = [random.pick(this.ids), random.pick(this.ids)].sort();
		return random.pick<[string, string, unknown?]>([
			['GET', `/${db}/${id}?conflicts=true&deleted_conflicts=true`],
			['GET', `/${db}/${id}?open_revs=all&revs=true`],
			['GET', `/${db}/${id}?open_revs=${json(revs)}&revs=true`],
			['GET', `/${db}/${id}?open_revs=${json([anyRev])}&revs=true&latest=true`],
			['GET', `/${db}/${id}?rev=${rev}&revs=true`],
			['GET', `/${db}/${id}?revs_info=true`],
			['GET', `/${db}/${id}?attachments=true`],
			['GET', `/${db}/${id}?attachments=true&atts_since=${json(revs)}`],
			['POST', `/${db}/_revs_diff`, { [id]: [anyRev, `${1 + random.between(0, 8)}-f`] }],
			['POST', `/${db}/_bulk_get?revs=true`, { docs: revs.map((one) => ({ id, rev: one })) }],
			['POST', `/${db}/_bulk_get?latest=true`, { docs: [{ id }] }],
			['GET', `/${db}/_all_docs?startkey=${json(range[0])}&endkey=${json(range[1])}&include_docs=true`],
			['GET', `/${db}/_all_docs?keys=${json([id, rev])}&descending=${random.chance(0.5)}`],
			['GET', `/${db}/_changes?style=all_docs`],
			['GET', `/${db}/_changes?include_docs=true&conflicts=true`],
			[
				'POST',
				`/${db}/_find`,
				{ selector: { n: { $gt: random.between(0, 999) } }, limit: 50, fields: ['_id', 'n', 'text'] }
			]
		]);
	}
}

/**
 * Takes out what may differ: sequences, order where none is promised.
 * @param most ancestors shown of a revision
 */
function plain(value: unknown, key = '', most = Infinity): unknown {
	if (Array.isArray(value)) {
		const items = value.map((item) => plain(item, key, most));
		const isUnordered = [
			'changes',
			'results',
			'missing',
			'possible_ancestors',
			'_conflicts',
			'_deleted_conflicts'
		].includes(key);
		const isLeaves = value.some(
			(item) => typeof item === 'object' && item !== null && ('ok' in item || 'missing' in item)
		);
		return isUnordered || isLeaves ? items.map((item) => JSON.stringify(item)).sort() : items;
	}
	if (typeof value !== 'object' || value === null) return value;
	if (key === '_revisions' && 'ids' in value)
		return { ...value, ids: (value.ids as string[]).slice(0, most) };
	const entries = Object.entries(value)
		.filter(([name]) => !(key === '_revs_info' && name === 'status'))
		.filter(([name]) => !['seq', 'last_seq', 'pending', 'bookmark', 'offset', 'warning'].includes(name))
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([name, item]) => [name, plain(item, name, most)]));
}

test('two servers answer alike whatever was written', async () => {
	let compared = 0;
	const differences: string[] = [];
	/**
	 * An ancestor beyond `_revs_limit` that another leaf still needs: here it is shown to both leaves, in CouchDB only
	 * to the one that needs it. Alike otherwise.
	 */
	let beyondLimit = 0;
	/** rounds by `_revs_limit` */
	const counts: Record<number, number> = {};
	for (let round = 0; compared < COMPARISONS; round++) {
		const random = new Dice(SEED + round);
		const limit = random.pick([1000, 1000, 20, 4]);
		const isWhole = limit === 1000 && random.chance(0.7);
		const current = new Round(random, `fuzz-${SEED}-${round}-${process.pid}`, isWhole);
		for (const server of [first, judge]) {
			await ask(server, 'PUT', `/${current.db}?q=1`);
			await ask(server, 'PUT', `/${current.db}/_revs_limit`, limit);
		}
		for (let batch = 0; batch < 6; batch++) {
			const written = Array.from({ length: 1 + random.between(0, 7) }, () => current.write());
			// CouchDB shortens a document's history once a batch, this server once a write: with short histories
			// the outcome depends on that, so each batch then writes a document once
			const docs = limit === 1000 ? written : [...new Map(written.map((doc) => [doc._id, doc])).values()];
			const body = { docs, new_edits: false };
			const turned =
				judge.kind === 'embedded' && limit === 1000 ? { ...body, docs: [...docs].reverse() } : body;
			const [a, b] = [
				await ask(first, 'POST', `/${current.db}/_bulk_docs`, body),
				await ask(judge, 'POST', `/${current.db}/_bulk_docs`, turned)
			];
			expect(a).toEqual(b);
		}
		for (let n = 0; n < PER_ROUND && compared < COMPARISONS; n++, compared++) {
			const [method, path, body] = current.question();
			const ours = await ask(first, method, path, body);
			const theirs = await judged(ours, method, path, body);
			if (isAlike(ours, theirs)) continue;
			if (!isWhole && isAlike(ours, theirs, limit)) beyondLimit++;
			else
				differences.push(
					`round ${round} limit ${limit}: ${method} ${path} ${JSON.stringify(body)}\n  ours   ${shown(ours)}\n  theirs ${shown(theirs)}`
				);
		}
		counts[limit] = (counts[limit] ?? 0) + 1;
		for (const server of [first, judge]) await ask(server, 'DELETE', `/${current.db}`);
	}
	console.log(
		`fuzz: seed ${SEED}, judge ${judge.kind}, ${compared} comparisons, ${differences.length} differences without a reason, ${beyondLimit} times an ancestor beyond _revs_limit, rounds by limit ${JSON.stringify(counts)}`
	);
	expect(differences).toEqual([]);
	expect(first.log).toEqual([]);
}, 3_600_000);
