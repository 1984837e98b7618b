import type { ScopeState } from './contract';

export type Trouble = NonNullable<ScopeState['trouble']>;

/** Nobody answered, or somebody who is not our server. */
export class NoAnswer extends Error {
	override readonly name = 'NoAnswer';
	/** PouchDB copies own properties from error to error, and nothing else. */
	readonly noAnswer = true;

	constructor(readonly why: 'unreachable' | 'stalled' | 'notOurs' | 'ended') {
		super(`No answer: ${why}`);
	}
}

/** What an error of a round means to the user. PouchDB's errors carry the HTTP status, whatever else they lose. */
export function troubleOf(error: unknown): Trouble {
	if (typeof error !== 'object' || error === null) return 'server';
	const { noAnswer, status, name } = error as { noAnswer?: unknown; status?: unknown; name?: unknown };
	if (noAnswer === true) return 'offline';
	if (status === 401) return 'signedOut';
	if (status === 403) return 'forbidden';
	if (typeof status !== 'number' || name === 'indexed_db_went_bad') return 'storage';
	return 'server';
}
