import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, type TestOptions } from 'vitest';
import { basic, realCouch, temporaryCouch, type ServerAddress, type TemporaryCouch } from './servers';
import { isSameLine, lineOf, plainText, type Line } from './transcript';

/*
 * One case, two judges: the statuses written in the case, and, when COUCHDB_URL is set, a real CouchDB that plays
 * the same case. Answers are compared after taking out what must differ: revisions' hashes, sequences, names.
 *
 * In a cluster two of three copies acknowledge a write and a read asks whichever comes first, so the third copy may
 * answer with what was. There, what has changed nothing is asked again for a while before it counts.
 */

export interface Asked {
	/** A person of the cast, `admin` (default), or null for nobody. */
	readonly as?: string | null;
	/** JSON unless it is text or bytes. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	/** Why the two servers answer differently here; then only `real`'s status is held against CouchDB. */
	readonly differs?: string;
	/** CouchDB's status where it differs. */
	readonly real?: number;
}

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** Undefined when the body is no JSON. */
	readonly json: Loose;
}
/** An answer's JSON, for reading members without a ceremony for each. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

/** How long a copy in a cluster may lag behind, milliseconds; under load it is a second or two. */
const LAG = 15_000;
/** POST requests that change nothing. */
const READING =
	/\/(?:_all_docs|_bulk_get|_changes|_dbs_info|_find|_missing_revs|_revs_diff|_view\/[^/]*)(?:\?|$)/;

/** People of every case: a worker of grid 1, one of grid 2, a manager of both. */
const CAST = { lin: ['people:1'], mo: ['people:2'], boss: ['manager'] };

export class Couch {
	readonly run = `t${randomBytes(5).toString('hex')}`;
	/** The case's own database. */
	db = '';
	transcript: Line[] = [];
	/** Requests with a judged answer, over all cases. */
	asked = 0;
	/** What the embedded server answered to the same case. */
	model: readonly Line[] = [];
	#isCluster = false;
	readonly #cookies = new Map<string, string>();

	constructor(readonly server: ServerAddress) {}

	async prepare(): Promise<void> {
		const { json } = await this.send('GET', '/_membership');
		this.#isCluster = json.cluster_nodes.length > 1;
		for (const [name, roles] of Object.entries(CAST)) {
			const doc = { name: this.account(name), type: 'user', roles, password: `pw-${name}` };
			await this.send('PUT', `/_users/${encodeURIComponent(this.userId(name))}`, { body: doc });
			const signedIn = await this.send('POST', '/_session', {
				as: null,
				body: { name: this.account(name), password: `pw-${name}` }
			});
			this.#cookies.set(name, (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
		}
	}

	account(name: string): string {
		return `${name}-${this.run}`;
	}
	userId(name: string): string {
		return `org.couchdb.user:${this.account(name)}`;
	}
	cookie(name: string): string {
		return this.#cookies.get(name) ?? '';
	}

	/** Asks and notes the answer for the comparison; `{db}` in the path is the case's database. */
	async ask(status: number, method: string, path: string, asked: Asked = {}): Promise<Answer> {
		const expected = this.server.kind === 'CouchDB' ? (asked.real ?? status) : status;
		const request = `${method} ${path} as ${asked.as === undefined ? 'admin' : asked.as}`;
		const deadline = Date.now() + LAG;
		let answer = await this.send(method, path, asked);
		let line = this.#lineOf(request, answer, asked);
		while (this.#isCluster && Date.now() < deadline) {
			if ((!isReading(method, path) && answer.status < 400) || this.#agrees(line, expected)) break;
			await new Promise((resolve) => setTimeout(resolve, 100));
			answer = await this.send(method, path, asked);
			line = this.#lineOf(request, answer, asked);
		}
		this.asked++;
		// fewer copies than usual have acknowledged in time: written all the same
		const given = this.#isCluster && answer.status === 202 && expected < 300 ? expected : answer.status;
		expect(`${request}: ${given} ${given === expected ? '' : answer.text}`).toBe(`${request}: ${expected} `);
		this.transcript.push({ ...line, status: given });
		return answer;
	}

	#lineOf(request: string, answer: Answer, { differs }: Asked): Line {
		const names = { db: this.db, run: this.run, url: this.server.url };
		return { request: plainText(request, names), differs, ...lineOf(answer, names) };
	}

	#agrees(line: Line, expected: number): boolean {
		const model = this.model[this.transcript.length];
		return line.status === expected && (!model || line.differs !== undefined || isSameLine(line, model));
	}

	async send(
		method: string,
		path: string,
		{ as = 'admin', body, headers = {} }: Asked = {}
	): Promise<Answer> {
		const sent: Record<string, string> = { accept: 'application/json', ...headers };
		if (as === 'admin') sent.authorization = basic(this.server.admin.name, this.server.admin.password);
		else if (as !== null) sent.cookie = this.cookie(as);
		const isRaw = typeof body === 'string' || body instanceof Uint8Array;
		if (body !== undefined && !sent['content-type']) sent['content-type'] = 'application/json';
		const all =
			this.#isCluster && path.startsWith('/{db}/') && !isReading(method, path) ? addQuery(path, 'w=3') : path;
		const response = await fetch(this.server.url + all.replaceAll('{db}', this.db), {
			method,
			headers: sent,
			body: body === undefined ? undefined : isRaw ? (body as BodyInit) : JSON.stringify(body)
		});
		const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
		return { status: response.status, headers: response.headers, text, json: parse(text) };
	}
}

const isReading = (method: string, path: string) =>
	method === 'GET' || method === 'HEAD' || (method === 'POST' && READING.test(path));
/** In a cluster: all three copies acknowledge a write, not two, so that the next one meets no copy without it. */
const addQuery = (path: string, more: string) => `${path}${path.includes('?') ? '&' : '?'}${more}`;

function parse(text: string): Loose {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

let embedded: TemporaryCouch;
const couches: Couch[] = [];

/** Servers for the cases of one file. */
export function setUpServers(): void {
	beforeAll(async () => {
		embedded = await temporaryCouch();
		const real = realCouch();
		couches.push(new Couch(embedded), ...(real ? [new Couch(real)] : []));
		await Promise.all(couches.map((couch) => couch.prepare()));
	});
	afterAll(async () => {
		for (const couch of couches) {
			for (const name of Object.keys(CAST)) {
				const { json } = await couch.send('GET', `/_users/${couch.userId(name)}`);
				await couch.send('DELETE', `/_users/${couch.userId(name)}?rev=${json._rev}`);
			}
		}
		console.log(
			`conformance: ${couches.map((couch) => `${couch.asked} answers of ${couch.server.kind}`).join(', ')}`
		);
		const { log } = embedded;
		await embedded.stop();
		expect(log).toEqual([]);
	});
}

/** A case: played on the embedded server and, if there is one, on CouchDB; then both transcripts are compared. */
export function conform(
	title: string,
	play: (couch: Couch) => Promise<void>,
	options: TestOptions = {}
): void {
	test(title, options, async () => {
		for (const [n, couch] of couches.entries()) {
			couch.transcript = [];
			couch.db = `${couch.run}-${randomBytes(3).toString('hex')}`;
			couch.model = n > 0 ? (couches[0]?.transcript ?? []) : [];
			// one shard, as Linli makes them: several have no common order of changes
			await couch.send('PUT', `/${couch.db}?q=1`);
			try {
				await play(couch);
			} finally {
				await couch.send('DELETE', `/${couch.db}`);
			}
			if (n > 0) compare(couches[0]?.transcript ?? [], couch.transcript);
		}
	});
}

function compare(ours: readonly Line[], theirs: readonly Line[]): void {
	const shown = (lines: readonly Line[]) =>
		lines.filter((line, n) => line.differs === undefined && ours[n]?.differs === undefined);
	expect(shown(ours)).toEqual(shown(theirs));
}
