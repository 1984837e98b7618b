import type { Scope } from '../../src/lib/org/scopes';
import type { RoundKind } from '../../src/lib/sync/scope-sync';

/** What a fault run asks of a tab of a device. Each call is answered by its number. */
export interface DeviceCalls {
	/** Works for this user and these scopes from now on; what lies in the user's database stays. */
	open(settings: DeviceSettings): Promise<void>;
	/** Saves a new visit. Undefined when the store refused it: then nothing is promised. */
	visit(scope: Scope, note?: string): Promise<string | undefined>;
	household(scope: Scope): Promise<string | undefined>;
	/** Reads a household and gives one field a value that nobody had before. */
	edit(scope: Scope, id: string, field: string): Promise<EditResult | undefined>;
	/** One round of the engine through all scopes, to its end. */
	round(kind: RoundKind): Promise<RoundResult>;
	/** What lies on the device of a scope. */
	audit(scope: Scope): Promise<Audit>;
	/** Of these revisions (`id` → revs) the ones that the device does not know, as `id rev`. */
	lacking(scope: Scope, known: Readonly<Record<string, string[]>>): Promise<string[]>;
	/** Ends the engine; the database stays open for the next run. */
	rest(): Promise<void>;
	/**
	 * Takes off the device what lies there of runs before this one. Their databases are gone from the server, so what was
	 * written for them waits for ever and is counted in every round: a hundredth run would spend most of its time on that.
	 * The scopes of this run stay, for the next run to find and to leave.
	 */
	tidy(): Promise<void>;
}

export interface DeviceSettings {
	readonly user: string;
	readonly scopes: readonly Scope[];
	/** Where the gateway stands for this device. */
	readonly base: string;
	/** Milliseconds by which this device's clock is wrong. */
	readonly skew: number;
}

export interface EditResult {
	readonly token: string;
	/** The value that stood there before and was seen by whoever edited; undefined for none. */
	readonly replaced?: string;
}

export interface RoundResult {
	/** What stopped the round, or one of its scopes. */
	readonly troubles: readonly string[];
	/** For each scope a number that every write of a record on this device counts up. */
	readonly seqs: readonly number[];
}

export interface Audit {
	/** `id rev` of every leaf, sorted. */
	readonly leaves: string[];
	/** `id rev` of the winner of each record, sorted. */
	readonly winners: string[];
	/** `id rev` of every revision that waits to be sent. */
	readonly waiting: string[];
	/** The place on the server up to which the device says that it has read; undefined: nowhere yet. */
	readonly readUpTo?: string;
}

export type DeviceRequest = {
	[Name in keyof DeviceCalls]: { number: number; name: Name; args: Parameters<DeviceCalls[Name]> };
}[keyof DeviceCalls];

export type DeviceAnswer = { number: number; value?: unknown; error?: string };
