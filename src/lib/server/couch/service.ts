import type { Databases } from './databases';
import type { GrowthWatch } from './growth';
import type { Sandbox } from './sandbox';
import type { Sessions } from './session';
import type { Users } from './users';

/** What every endpoint works with. */
export interface Service {
	readonly databases: Databases;
	readonly users: Users;
	readonly sessions: Sessions;
	readonly sandbox: Sandbox;
	readonly growth: GrowthWatch;
	/** Names this server in `/`. */
	readonly uuid: string;
	readonly log: (line: string) => void;
}
