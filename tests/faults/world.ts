import type { Scope } from '../../src/lib/org/scopes';
import { server } from '../../src/lib/sync/test-server';
import { Device } from './device';
import { Pledges } from './pledges';
import { dropDatabase, makeDatabase, refuseNone, setRoles, type Backup } from './server-side';
import type { Plan } from './steps';

const MOST_DEVICES = 4;

/** What lasts over many runs: users, their browser databases and tabs. Each run has scopes of its own. */
export class Neighbourhood {
	readonly devices: readonly Device[];
	#runs = 0;

	/**
	 * @param name nobody had this one before: browser databases are called after it
	 * @param fill takes all space of the browser's disk, or gives it back
	 */
	private constructor(
		name: string,
		readonly fill: (full: boolean) => Promise<void>
	) {
		this.devices = Array.from({ length: MOST_DEVICES }, (_, n) => new Device(`${name}-${n}`));
	}

	static async open(name: string, fill: (full: boolean) => Promise<void>): Promise<Neighbourhood> {
		await server.start();
		return new Neighbourhood(name, fill);
	}

	async begin({ devices, twoScopes, skews }: Plan): Promise<World> {
		const number = String(Date.now()).slice(-9) + String(this.#runs++ % 1000).padStart(3, '0');
		const scopes: Scope[] = [`people-${number}001`];
		if (twoScopes) scopes.push(`people-${number}002`);
		const world = new World(this, scopes as [Scope, ...Scope[]], this.devices.slice(0, devices));
		for (const scope of scopes) await makeDatabase(scope);
		await world.writeRoles();
		world.devices.forEach((device, n) => device.begin(world.scopesOf(n), skews[n] ?? 0));
		return world;
	}

	close(): void {
		for (const device of this.devices) device.close();
	}
}

/** One run: its scopes on the server, its devices, and what they were told is saved. */
export class World {
	readonly pledges = new Pledges();
	/** Ids of the households that devices edit. */
	readonly households: string[] = [];
	backup: { readonly documents: ReadonlyMap<Scope, Backup>; readonly files: boolean } | undefined;
	/** What was seen to be untrue on the way. */
	readonly broken: string[] = [];
	/** The server has forgotten something since everybody was last in step. */
	wasRestored = false;
	/** How often each thing happened. */
	readonly happened: Record<string, number> = {};
	readonly #withoutRole = new Set<Device>();
	readonly #signedOut = new Set<Device>();
	#isFull = false;
	/** Whether the server has a rule that refuses some records. */
	refuses = false;

	constructor(
		private readonly neighbourhood: Neighbourhood,
		/** The first is everybody's; a second one only the first device's and the last one's. */
		readonly scopes: readonly [Scope, ...Scope[]],
		readonly devices: readonly Device[]
	) {}

	count(what: string): void {
		this.happened[what] = (this.happened[what] ?? 0) + 1;
	}

	device(number: number): Device {
		return this.devices[number % this.devices.length] as Device;
	}

	scopesOf(number: number): readonly Scope[] {
		return this.#hasBoth(number) ? this.scopes : [this.scopes[0]];
	}

	holdersOf(scope: Scope): readonly Device[] {
		return this.devices.filter((_, n) => this.scopesOf(n).includes(scope));
	}

	async setRole(device: Device, held: boolean): Promise<void> {
		if (held) this.#withoutRole.delete(device);
		else this.#withoutRole.add(device);
		await this.writeRoles();
	}

	/** Writes down at the server who may read what. */
	async writeRoles(): Promise<void> {
		const roles = this.devices.map(
			(device, n) => [device.user, this.#withoutRole.has(device) ? [] : this.scopesOf(n)] as const
		);
		await setRoles(new Map(roles));
	}

	async setSession(device: Device, held: boolean): Promise<void> {
		if (held) this.#signedOut.delete(device);
		else this.#signedOut.add(device);
		await (held ? server.signIn(device.user) : server.signOut(device.user));
	}

	async fill(full: boolean): Promise<void> {
		if (full !== this.#isFull) await this.neighbourhood.fill(full);
		this.#isFull = full;
	}

	/** Nothing is wrong any more: the line, the disk, sessions, roles, the server's rules. */
	async calm(): Promise<void> {
		await server.calmAll();
		await this.fill(false);
		const wasAway = this.#withoutRole.size > 0 || this.wasRestored;
		this.#withoutRole.clear();
		if (wasAway) await this.writeRoles();
		if (this.refuses) await refuseNone(this.scopes[0]);
		for (const device of this.#signedOut) await this.setSession(device, true);
	}

	async end(): Promise<void> {
		await server.calmAll();
		await this.fill(false);
		await Promise.all(this.devices.map((device) => device.rest()));
		for (const scope of this.scopes) await dropDatabase(scope);
	}

	#hasBoth(number: number): boolean {
		return number === 0 || (this.devices.length > 2 && number === this.devices.length - 1);
	}
}
