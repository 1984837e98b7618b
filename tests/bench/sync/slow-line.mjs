import { Agent, request as ask } from 'node:http';

/** Milliseconds for a request and its answer together; bytes cost nothing. */
export const LATENCY = 150;

/**
 * A line between the browser and servers: half of the latency on the way there, half on the way back. Counts what goes
 * over it.
 * @param {Record<string, { url: string, headers?: Record<string, string>, plain?: boolean }>} routes by first path
 *   segment; `plain`: nothing is compressed, as with a CouchDB that nobody stands in front of
 */
export function slowLine(routes) {
	const agent = new Agent({ keepAlive: true, maxSockets: 64 });
	/** @type {{ method: string, path: string, sent: number, received: number }[]} */
	let log = [];
	return {
		/** What went over the line since the last call, by request; bytes of bodies as they were packed. */
		take: () => log.splice(0),
		/**
		 * @param {import('node:http').IncomingMessage} incoming
		 * @param {import('node:http').ServerResponse} response
		 * @returns {boolean} whether this line leads there
		 */
		handle(incoming, response) {
			const [, name = '', path = '/'] = /^\/([a-z]+)(\/.*)?$/.exec(incoming.url ?? '') ?? [];
			const route = routes[name];
			if (!route) return false;
			const entry = { method: incoming.method ?? 'GET', path, sent: 0, received: 0 };
			log.push(entry);
			const chunks = [];
			incoming.on('data', (chunk) => {
				entry.sent += chunk.length;
				chunks.push(chunk);
			});
			incoming.on('end', () =>
				setTimeout(() => {
					const headers = { ...incoming.headers, ...route.headers };
					delete headers.host;
					if (route.plain) delete headers['accept-encoding'];
					const request = ask(route.url + path, { method: incoming.method, headers, agent }, (answer) =>
						setTimeout(() => {
							response.writeHead(answer.statusCode ?? 502, answer.headers);
							answer.on('error', () => response.destroy());
							answer.on('data', (chunk) => (entry.received += chunk.length));
							answer.pipe(response);
						}, LATENCY / 2)
					);
					request.on('error', () => response.destroy());
					request.end(Buffer.concat(chunks));
				}, LATENCY / 2)
			);
			return true;
		}
	};
}
