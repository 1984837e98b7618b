import { Gateway, type GatewaySettings } from './gateway';

/*
 * The one gateway of this process. It is opened by the server's `init` hook and used by routes, which SvelteKit
 * constructs by itself: there is no other way to hand it to them.
 */
let running: Gateway | undefined;

export function openGateway(settings: GatewaySettings): Gateway {
	running?.close();
	running = new Gateway(settings);
	return running;
}

export function gateway(): Gateway {
	if (!running) throw new Error('The gateway is used before the server has started.');
	return running;
}
