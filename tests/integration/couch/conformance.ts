import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { basic, realCouch, temporaryCouch, type ServerAddress, type TemporaryCouch } from './servers';

/*
 * One case, two judges: the statuses written in the case, and, when COUCHDB_URL is set, a real CouchDB that plays
 * the same case. Answers are compared after taking out what must differ: revisions' hashes, sequences, names.
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

interface Line {
	readonly request: string;
	readonly differs: string | undefined;
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly body: unknown;
}

const HEADERS = ['content-type', 'etag', 'location', 'set-cookie', 'allow', 'accept-ranges', 'content-range'];

/** People of every case: a worker of grid 1, one of grid 2, a manager of both. */
const CAST = { lin: ['people:1'], mo: ['people:2'], boss: ['manager'] };

export class Couch {
	readonly run = `t${randomBytes(5).toString('hex')}`;
	/** The case's own database. */
	db = '';
	transcript: Line[] = [];
	/** Requests with a judged answer, over all cases. */
	asked = 0;
	readonly #cookies = new Map<string, string>();

	constructor(readonly server: ServerAddress) {}

	async prepare(): Promise<void> {
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
		const answer = await this.send(method, path, asked);
		this.asked++;
		const expected = this.server.kind === 'CouchDB' ? (asked.real ?? status) : status;
		const request = `${method} ${path} as ${asked.as === undefined ? 'admin' : asked.as}`;
		expect(`${request}: ${answer.status} ${answer.status === expected ? '' : answer.text}`).toBe(
			`${request}: ${expected} `
		);
		this.transcript.push({
			request: this.#plain(request),
			differs: asked.differs,
			status: answer.status,
			...this.#comparable(answer)
		});
		return answer;
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
		const response = await fetch(this.server.url + path.replaceAll('{db}', this.db), {
			method,
			headers: sent,
			body: body === undefined ? undefined : isRaw ? (body as BodyInit) : JSON.stringify(body)
		});
		const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
		return { status: response.status, headers: response.headers, text, json: parse(text) };
	}

	#comparable(answer: Answer): { headers: Record<string, string>; body: unknown } {
		const headers: Record<string, string> = {};
		for (const name of HEADERS) {
			const value = answer.headers.get(name);
			if (value !== null) headers[name] = this.#plain(value.replace(/Expires=[^;]*/, 'Expires=…'));
		}
		// a hash of the whole answer that CouchDB sends on listings; nobody can build on it
		if (!/^"\d+-rev"$|^"[\w+/]{22}=="$/.test(headers.etag ?? '')) delete headers.etag;
		return { headers, body: answer.json === undefined ? this.#plain(answer.text) : this.#strip(answer.json) };
	}

	#plain(text: string): string {
		return text
			.replaceAll(this.db, 'DB')
			.replaceAll(this.run, 'RUN')
			.replace(/"(last_seq|seq)":"[^"]*"/g, '"$1":"SEQ"')
			.replace(/^id: ".*"$/gm, 'id: SEQ')
			.replace(/\n+$/, '')
			.replaceAll(this.server.url, 'URL')
			.replace(/AuthSession=[\w-]+/g, 'AuthSession=…')
			.replace(/since=\d[^& ]*/g, 'since=SEQ')
			.replace(/\d+-g[12][\w-]{20,}/g, 'SEQ')
			.replace(/(\d+)-[0-9a-f]{32}/g, '$1-rev')
			.replace(/[0-9a-f]{32}/g, 'hex');
	}

	#strip(value: Loose): unknown {
		if (typeof value === 'string') return this.#plain(value);
		if (Array.isArray(value)) {
			const items = value.map((item) => this.#strip(item));
			// leaves come in no promised order
			const isLeaves = value.some(
				(item) => typeof item === 'object' && item !== null && ('ok' in item || 'missing' in item)
			);
			return isLeaves ? items.map((item) => JSON.stringify(item, sortedKeys)).sort() : items;
		}
		if (typeof value !== 'object' || value === null) return value;
		const kept = Object.entries(value).filter(
			([key]) => !['sizes', 'instance_start_time', 'bookmark', 'ref'].includes(key)
		);
		return Object.fromEntries(
			kept.map(([key, item]) => [
				this.#plain(key),
				/seq$/.test(key) && item !== null ? 'SEQ' : this.#strip(item)
			])
		);
	}
}

const sortedKeys = (_: string, value: Loose) =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
		: value;

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
export function conform(title: string, play: (couch: Couch) => Promise<void>): void {
	test(title, async () => {
		for (const [n, couch] of couches.entries()) {
			couch.transcript = [];
			couch.db = `${couch.run}-${randomBytes(3).toString('hex')}`;
			await couch.send('PUT', `/${couch.db}`);
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
