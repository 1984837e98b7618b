import type { Text } from '../text';

/** One thing that is not as it should be, with how to mend it. */
export interface Finding {
	/** A fault breaks something; a warning may. */
	readonly severity: 'fault' | 'warning';
	/** Stable word for programs. */
	readonly code: FindingCode;
	/** A database, an account, a file, or the server. */
	readonly where: string;
	readonly text: Text;
	/** Mends it, where that needs no decision. */
	readonly mend?: () => Promise<void>;
}

export type FindingCode =
	| 'unreachable'
	| 'version'
	| 'clock'
	| 'node'
	| 'disk'
	| 'sessions'
	| 'secret'
	| 'outgrown'
	| 'noCommunity'
	| 'database'
	| 'security'
	| 'guard'
	| 'epoch'
	| 'stray'
	| 'account'
	| 'admin'
	| 'roles'
	| 'form';
