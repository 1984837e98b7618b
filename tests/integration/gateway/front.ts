import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { Gateway, type Caller, type GatewaySettings } from '../../../src/lib/server/gateway/gateway';

export interface Listening {
	readonly url: string;
	close(): Promise<void>;
}

/** A plain HTTP server of the test's own on a free port. */
export async function listen(listener: RequestListener): Promise<Listening> {
	const server = createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
	server.closeAllConnections();
	return new Promise((resolve) => server.close(() => resolve()));
}

/** The gateway over real HTTP, joined to Node exactly as adapter-node joins it. */
export async function openFront(settings: GatewaySettings, caller?: Partial<Caller>): Promise<Listening> {
	const gateway = new Gateway(settings);
	const front = await listen((request, response) => {
		void answer(request).then((reply) => setResponse(response, reply));
	});
	async function answer(incoming: IncomingMessage): Promise<Response> {
		const request = await getRequest({ request: incoming, base: 'http://test', bodySizeLimit: Infinity });
		const path = new URL(request.url).pathname.slice('/db'.length);
		return gateway.handle(request, path, { address: '198.51.100.7', secure: false, ...caller });
	}
	return {
		url: front.url,
		close: async () => {
			await front.close();
			gateway.close();
		}
	};
}
