import type { Scope } from '../org/scopes';
import type { SyncPort } from './contract';

/** What the page tells its worker. */
export type SyncCommand =
	| { kind: 'start'; user: string; scopes: readonly Scope[]; base: string }
	| { kind: 'ask'; why: 'saved' | 'asked' }
	| { kind: 'stop' };

/** Opens the sync worker of this tab and starts it. Light: the page carries none of the engine. */
export function startSync(user: string, scopes: readonly Scope[]): SyncPort {
	const port = openSyncPort();
	port.start(user, scopes);
	return port;
}

function openSyncPort(): SyncPort {
	let worker: Worker | undefined;
	const tell = (command: SyncCommand) => worker?.postMessage(command);
	const ask = () => tell({ kind: 'ask', why: 'asked' });
	const askWhenSeen = () => {
		if (document.visibilityState === 'visible') ask();
	};

	return {
		start(user, scopes) {
			worker ??= new Worker(new URL('./sync.worker.ts', import.meta.url), { type: 'module', name: 'sync' });
			// Messages hold plain values only: `scopes` may be a proxy of a component's state.
			tell({ kind: 'start', user, scopes: [...scopes], base: `${location.origin}/db` });
			window.addEventListener('online', ask);
			window.addEventListener('pageshow', ask);
			document.addEventListener('visibilitychange', askWhenSeen);
		},
		now: (why = 'asked') => tell({ kind: 'ask', why }),
		stop() {
			window.removeEventListener('online', ask);
			window.removeEventListener('pageshow', ask);
			document.removeEventListener('visibilitychange', askWhenSeen);
			tell({ kind: 'stop' });
			// Nothing is torn: what the worker was writing commits or not as a whole, and the next one goes on from there.
			worker?.terminate();
			worker = undefined;
		}
	};
}
