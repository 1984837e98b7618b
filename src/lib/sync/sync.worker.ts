/// <reference lib="webworker" />
import { openLedger } from '../store/ledger';
import { openStore } from '../store/open';
import { sealerOf } from '../store/sealing';
import { SyncEngine } from './engine';
import { seekLeadership, type Leadership, type Reason, type Work } from './leader';
import type { RoundKind } from './scope-sync';
import type { SyncCommand, SyncReport } from './port';

let leadership: Leadership | undefined;

self.onmessage = ({ data }: MessageEvent<SyncCommand>) => {
	if (data.kind === 'ask') leadership?.ask(data.why);
	else {
		leadership?.stop();
		leadership = data.kind === 'start' ? seekLeadership(data.user, () => openWork(data)) : undefined;
	}
};

const KIND_BY_REASON: Record<Reason, RoundKind> = {
	saved: 'send',
	awake: 'all',
	opened: 'all',
	asked: 'retry'
};

async function openWork({ user, scopes, base, key }: Extract<SyncCommand, { kind: 'start' }>): Promise<Work> {
	const store = await openStore(user, sealerOf(key));
	const ledger = openLedger(user);
	const engine = new SyncEngine({ user, scopes, base, store, ledger, key });
	return {
		ask: (why) => engine.ask(KIND_BY_REASON[why]),
		stop: () => engine.stop(),
		async run() {
			try {
				await engine.run();
			} catch (error) {
				// Only a fresh worker has fresh connections to the browser's database.
				console.warn('sync:', error);
				self.postMessage({ kind: 'stuck' } satisfies SyncReport);
			} finally {
				ledger.close();
				store.close();
			}
		}
	};
}
