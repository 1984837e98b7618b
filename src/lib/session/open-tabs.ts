/*
 * The tabs of one user on one device open and lock together. A tab that is opened beside an unlocked one is handed the
 * key, from memory to memory; no key is ever stored. A shared Web Lock says whether there is anybody to ask, so that a
 * cold start waits for nothing.
 */
type Message = { kind: 'ask' } | { kind: 'key'; key: CryptoKey } | { kind: 'lock' } | { kind: 'touch' };

/** Milliseconds that an unlocked tab may take to answer; a tab that the phone has frozen never does. */
const PATIENCE = 1_000;

const nameOf = (user: string) => `linli-open-${user}`;

/** The key of another tab that is unlocked; nothing when there is none. */
export async function askForKey(user: string): Promise<CryptoKey | undefined> {
	const { held } = await navigator.locks.query();
	if (!held?.some(({ name }) => name === nameOf(user))) return undefined;
	const channel = new BroadcastChannel(nameOf(user));
	try {
		return await new Promise((resolve) => {
			setTimeout(() => resolve(undefined), PATIENCE);
			channel.onmessage = ({ data }: MessageEvent<Message>) => {
				if (data.kind === 'key') resolve(data.key);
			};
			channel.postMessage({ kind: 'ask' } satisfies Message);
		});
	} finally {
		channel.close();
	}
}

export interface OpenTab {
	/** Locks the other tabs. */
	lock(): void;
	/** Tells the other tabs that somebody is there. */
	touch(): void;
	close(): void;
}

/** Makes this tab one of the unlocked ones. */
export function joinOpenTabs(user: string, key: CryptoKey, heard: { lock(): void; touch(): void }): OpenTab {
	const channel = new BroadcastChannel(nameOf(user));
	const tell = (message: Message) => channel.postMessage(message);
	channel.onmessage = ({ data }: MessageEvent<Message>) => {
		if (data.kind === 'ask') tell({ kind: 'key', key });
		else if (data.kind === 'lock') heard.lock();
		else if (data.kind === 'touch') heard.touch();
	};
	const leaving = new AbortController();
	const left = new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve()));
	void navigator.locks.request(nameOf(user), { mode: 'shared' }, () => left);
	return {
		lock: () => tell({ kind: 'lock' }),
		touch: () => tell({ kind: 'touch' }),
		close() {
			leaving.abort();
			channel.close();
		}
	};
}
