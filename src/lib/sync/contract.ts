import type { Scope } from '../org/scopes';

/*
 * Sync as the rest of the program sees it. The engine runs in a dedicated worker, one leader by Web Lock; pages see
 * results only in stored rows: records through live queries, progress through the settings below.
 */

export interface SyncPort {
	/** Starts syncing these scopes for the signed-in user; safe to call in every tab. */
	start(user: string, scopes: readonly Scope[]): void;
	/** Asks for a round now: after a save, on reconnect, on becoming visible, on demand. */
	now(): void;
	stop(): void;
}

/** Key of a scope's sync state in the store's settings. */
export const scopeStateKey = (scope: Scope) => `sync:${scope}`;

/** Written by the sync leader after each step; what screens show of a scope. */
export interface ScopeState {
	/** Documents of the first load that lie on the device, of a total that the server named. */
	readonly firstLoad: { readonly loaded: number; readonly total: number; readonly complete: boolean };
	/** UTC ISO of the last answer from the server for this scope. */
	readonly lastContact?: string;
	/** Why the last round ended early. Offline is not among the errors: it is a state. */
	readonly trouble?: 'offline' | 'signedOut' | 'forbidden' | 'server';
}

/** Key of the state that belongs to no scope. */
export const SYNC_STATE_KEY = 'sync';

export interface SyncState {
	readonly running: boolean;
	/** UTC ISO of the last answer of the server. */
	readonly lastContact?: string;
	readonly trouble?: 'offline' | 'signedOut' | 'server';
	/** Milliseconds to add to this device's clock to get the server's. */
	readonly clockOffset?: number;
}
