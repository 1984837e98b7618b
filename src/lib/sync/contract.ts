import type { Scope } from '../org/scopes';

/*
 * Sync as the rest of the program sees it. The engine runs in a dedicated worker, one leader by Web Lock; pages see
 * results only in stored rows: records through live queries, progress through the settings below.
 */

export interface SyncPort {
	/** Starts syncing these scopes for the signed-in user; safe to call in every tab. */
	start(user: string, scopes: readonly Scope[]): void;
	/**
	 * Asks for a round now: on demand, which also tries again what was put aside; after a save, which sends what waits
	 * and reads nothing; or because something was opened that is not on this device. Reconnecting and becoming visible
	 * are noticed without being told.
	 */
	now(why?: 'saved' | 'asked' | 'opened'): void;
	stop(): void;
}

/** Key of a scope's sync state in the store's settings. */
export const scopeStateKey = (scope: Scope) => `sync:${scope}`;

/** Written by the sync leader after each step; what screens show of a scope. */
export interface ScopeState {
	/** Documents of the first load that lie on the device, of a total that the server named. */
	readonly firstLoad: {
		readonly loaded: number;
		readonly total: number;
		/** Bytes that came, unpacked, and what they will come to. Absent in states of older versions. */
		readonly bytes?: number;
		readonly totalBytes?: number;
		readonly complete: boolean;
	};
	/** UTC ISO of the last answer from the server for this scope. */
	readonly lastContact?: string;
	/** Why the last round ended early. Offline is not among the errors: it is a state. `storage`: this device's disk. */
	readonly trouble?: 'offline' | 'signedOut' | 'forbidden' | 'server' | 'storage';
}

/** Key of a scope's put-aside revisions in the store's settings. */
export const putAsideKey = (scope: Scope) => `sync:putAside:${scope}`;

/** Record id → what the server had against its revision. The record stays unsent and on the device (N2). */
export type PutAside = Readonly<Record<string, PutAsideEntry>>;

export interface PutAsideEntry {
	/** The revision that was refused; an edit makes another one, which is sent again. */
	readonly rev: string;
	/** CouchDB's word (`forbidden`, `too_large`), or {@link SCOPE_GONE}. */
	readonly error: string;
	/** The server's own sentence. */
	readonly reason: string;
	/** UTC ISO, by this device's clock. */
	readonly at: string;
}

/** Why a record is put aside whose scope is no longer this user's: nobody refused it, there is nobody to ask. */
export const SCOPE_GONE = 'scope_gone';

/** Key of the list of scopes that this device holds, as `_session` last named them: `Scope[]`. */
export const SCOPES_KEY = 'sync:scopes';

/** Key of the list of scopes that were taken away while something in them was unsent: it is put aside there (N2). */
export const LEFT_SCOPES_KEY = 'sync:leftScopes';

/**
 * Key of the grids that a manager opened on this device: scope → when somebody last looked, UTC ISO. A manager may
 * read them all and holds those only. Written by pages, read by the sync leader.
 */
export const OPENED_SCOPES_KEY = 'sync:openedScopes';

/** Key of what a page opened of a scope's history: {@link Opened}. Written by pages, read by the sync leader. */
export const openedKey = (scope: Scope) => `sync:opened:${scope}`;
/** Id of a household, a resident, a shop → when somebody last looked at its history, UTC ISO. */
export type Opened = Readonly<Record<string, string>>;

/** Key of the list of what this device keeps for the server and cannot open itself: {@link KeptCopy}`[]`. */
export const COPIES_KEY = 'sync:copies';

/** A sealed copy of what was sent in a scope that has left this device (docs/adr/0017). */
export interface KeptCopy {
	readonly id: string;
	readonly scope: Scope;
	/** When it was made, UTC ISO by the server's clock as far as it is known. */
	readonly at: string;
}
/** Milliseconds that a copy stays: as long as what happened would have stayed here with the scope. */
export const COPY_STAYS = 90 * 86_400_000;

/** Key of the state that belongs to no scope. */
export const SYNC_STATE_KEY = 'sync';

export interface SyncState {
	readonly running: boolean;
	/** UTC ISO of the last answer of the server. */
	readonly lastContact?: string;
	readonly trouble?: 'offline' | 'signedOut' | 'server' | 'storage';
	/** Milliseconds to add to this device's clock to get the server's. */
	readonly clockOffset?: number;
}
