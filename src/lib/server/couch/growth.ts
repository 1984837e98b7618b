import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { breathe } from './breathe';
import type { Databases } from './databases';

/** How much a community asks of this server. */
export interface Growth {
	/** Living documents in all databases. */
	readonly documents: number;
	/** Sessions that asked for something within a day: about one a device. */
	readonly devices: number;
	/** The busiest quarter of an hour of the last day: the share of it in which the process was at work, 0 to 1. */
	readonly load: number;
}

/**
 * What one process serves well: about eight communities' master records (domain.md 4.2), three times the devices that
 * were tried at once, and a process that is idle often enough for the next device not to wait.
 */
export const EMBEDDED_LIMITS: Growth = { documents: 200_000, devices: 300, load: 0.7 };

/** The measures by which a community has outgrown the server. */
export const outgrown = (growth: Growth, limits: Growth): (keyof Growth)[] =>
	(['documents', 'devices', 'load'] as const).filter((measure) => growth[measure] > limits[measure]);

const DAY = 24 * 60 * 60_000;
const QUARTER = 15 * 60_000;

/** Watches what is asked of the server, and says once when that is more than it was made for. */
export class GrowthWatch {
	readonly #timer: NodeJS.Timeout;
	readonly #devices = new Map<string, number>();
	#loads: { readonly until: number; readonly share: number }[] = [];
	#since: EventLoopUtilization = performance.eventLoopUtilization();
	#isSaid = false;

	/** @param say called once, with what is too much */
	constructor(
		private readonly databases: Databases,
		private readonly limits: Growth,
		private readonly say: (growth: Growth) => void
	) {
		this.#timer = setInterval(() => void this.look(), QUARTER).unref();
	}

	/** A request came with this session. */
	saw(session: string): void {
		this.#devices.set(session, Date.now());
	}

	async measure(): Promise<Growth> {
		const dayAgo = Date.now() - DAY;
		for (const [session, at] of this.#devices) if (at < dayAgo) this.#devices.delete(session);
		let documents = 0;
		for (const name of this.databases.names()) {
			if (this.databases.exists(name)) documents += this.databases.peek(name).counts().living;
			await breathe();
		}
		const loads = this.#loads.filter(({ until }) => until >= dayAgo).map(({ share }) => share);
		return { documents, devices: this.#devices.size, load: Math.max(0, ...loads) };
	}

	/** Ends a quarter of an hour. */
	async look(): Promise<void> {
		const now = performance.eventLoopUtilization();
		const { utilization } = performance.eventLoopUtilization(now, this.#since);
		this.#since = now;
		this.#loads = [...this.#loads.slice(-DAY / QUARTER), { until: Date.now(), share: utilization }];
		const growth = await this.measure();
		if (this.#isSaid || outgrown(growth, this.limits).length === 0) return;
		this.#isSaid = true;
		this.say(growth);
	}

	close(): void {
		clearInterval(this.#timer);
	}
}
