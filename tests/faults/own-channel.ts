/*
 * Devices of a fault run live in one browser. Dexie tells every tab of an origin what was written; the tabs of other
 * devices, which in life are elsewhere, are not to hear it: so each device has channels of its own. First import of the
 * worker, because Dexie opens its channel when it is loaded. The worker is called after its device.
 */
const Channel = globalThis.BroadcastChannel;

globalThis.BroadcastChannel = class extends Channel {
	constructor(name: string) {
		super(`${name} of ${self.name}`);
	}
};

export {};
