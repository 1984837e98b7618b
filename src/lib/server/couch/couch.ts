import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sendError } from './answer';
import { Call } from './call';
import { Databases } from './databases';
import { CouchError } from './errors';
import { EMBEDDED_LIMITS, GrowthWatch, type Growth } from './growth';
import { route } from './router';
import { Sandbox } from './sandbox';
import type { Service } from './service';
import { Sessions } from './session';
import { loadSqlite } from './sqlite';
import { Users } from './users';

export interface EmbeddedCouch {
	/** `http://127.0.0.1:<port>`, without a slash at the end. */
	readonly url: string;
	readonly port: number;
	/** Ends running requests and closes every database. */
	close(): Promise<void>;
}

export interface CouchOptions {
	/** Folder of the databases; made when missing. One server at a time may use it. */
	readonly dir: string;
	/** Default 127.0.0.1: the gateway is the only door. */
	readonly host?: string;
	/** Default 0: any free port. */
	readonly port?: number;
	/** Server admins, name → password. */
	readonly admins: Readonly<Record<string, string>>;
	/** How long a session lasts without use. Default 30 days. */
	readonly sessionSeconds?: number;
	readonly log?: (line: string) => void;
	/** Called once when a community asks more of this server than it was made for. */
	readonly onOutgrown?: (growth: Growth) => void;
}

const MONTH = 30 * 24 * 60 * 60;

/** Starts a server that answers as CouchDB does (server.md); what it leaves out answers 501. */
export async function startCouch(options: CouchOptions): Promise<EmbeddedCouch> {
	const log = options.log ?? (() => {});
	const secret = keptSecret(options.dir);
	const databases = new Databases(options.dir, await loadSqlite());
	const users = new Users(databases, options.admins, secret);
	const sandbox = new Sandbox();
	const sessions = new Sessions(users, secret, options.sessionSeconds ?? MONTH);
	const growth = new GrowthWatch(databases, EMBEDDED_LIMITS, options.onOutgrown ?? (() => {}));
	const uuid = secret.slice(0, 32);
	const service: Service = { databases, users, sandbox, sessions, growth, log, uuid };
	const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 300_000 }, (request, response) => {
		void answer(request, response, service);
	});
	server.on('clientError', (error, socket) => {
		if (!socket.writable) return socket.destroy();
		const body = '{"error":"bad_request","reason":"malformed HTTP request"}\n';
		const head = `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
		socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`);
	});
	const host = options.host ?? '127.0.0.1';
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, host, resolve);
	});
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://${host}:${port}`,
		port,
		async close() {
			growth.close();
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
			await sandbox.close();
			databases.close();
		}
	};
}

/** What signs cookies; kept, so that sessions outlive a restart. */
function keptSecret(dir: string): string {
	mkdirSync(dir, { recursive: true, mode: 0o700 });
	const file = join(dir, 'secret');
	if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('hex'), { mode: 0o600, flush: true });
	return readFileSync(file, 'utf8');
}

async function answer(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
	let call: Call | undefined;
	try {
		call = new Call(request, response);
		await route(call, service);
	} catch (error) {
		const refusal = asCouchError(error, service.log);
		// an answer that has begun cannot become another one: the client must see that it is cut
		if (response.headersSent) return void response.destroy();
		if (!request.complete) {
			response.setHeader('connection', 'close');
			request.resume();
		}
		sendError(call ?? ({ method: request.method, response } as Call), refusal);
	}
}

function asCouchError(error: unknown, log: (line: string) => void): CouchError {
	if (error instanceof CouchError) return error;
	log(`couch: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
	return new CouchError(500, 'internal_server_error', 'The server made an error; its log says more.');
}
