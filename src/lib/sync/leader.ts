/*
 * One worker of a user leads, whichever tab it belongs to; the others wait for its lock. A tab that dies gives the lock
 * back by itself. A tab that the phone has frozen keeps it and does nothing: that shows when it does not answer, and
 * then the lock is taken from it. Two leaders at once would cost requests but lose nothing.
 */

/** Milliseconds that a leader may take to answer; a slow phone writing a page of records is not frozen. */
const PATIENCE = 15_000;
/** Milliseconds before the work is opened again after it failed. */
const RECOVERY = 5_000;

/** Why a round is wanted: a record was saved, the device came back to life, something was opened, somebody asked. */
export type Reason = 'saved' | 'awake' | 'opened' | 'asked';

export type ChannelMessage = { kind: 'ask'; why: Reason } | { kind: 'here' };

export interface Leadership {
	/** Passes a wish to the leader, wherever it is. */
	ask(why: Reason): void;
	/** Gives up leading, or waiting to. */
	stop(): void;
}

/** What a leader does; `stop` must make `run` return. */
export interface Work {
	run(): Promise<void>;
	ask(why: Reason): void;
	stop(): void;
}

/**
 * Waits to lead, and leads when it can.
 * @param open makes the work when leading begins
 * @param patience milliseconds
 */
export function seekLeadership(user: string, open: () => Promise<Work>, patience = PATIENCE): Leadership {
	const name = `linli-sync-${user}`;
	const channel = new BroadcastChannel(name);
	let stopped = false;
	let work: Work | undefined;
	let giveUp = new AbortController();
	let suspicion: ReturnType<typeof setTimeout> | undefined;

	async function seek(steal: boolean): Promise<void> {
		while (!stopped) {
			giveUp = new AbortController();
			const options: LockOptions = steal ? { steal } : { signal: giveUp.signal };
			// Rejects when the lock is taken from this worker, or when it waits no longer.
			await navigator.locks.request(name, options, leadUntilStopped).catch(() => work?.stop());
			work = undefined;
			if (steal) return;
		}
	}

	async function leadUntilStopped(): Promise<void> {
		if (stopped) return;
		clearTimeout(suspicion);
		try {
			const opened = await open();
			work = opened;
			if (stopped) opened.stop();
			await opened.run();
		} catch (error) {
			// The browser refused its database. It may be gone for now only: another version is being installed.
			console.warn('sync:', error);
			await new Promise((resolve) => setTimeout(resolve, RECOVERY));
		}
	}

	channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
		if (data.kind === 'here') clearTimeout(suspicion);
		else if (work) {
			channel.postMessage({ kind: 'here' } satisfies ChannelMessage);
			work.ask(data.why);
		}
	};
	void seek(false);

	return {
		ask(why) {
			if (stopped) return;
			if (work) {
				work.ask(why);
				return;
			}
			channel.postMessage({ kind: 'ask', why } satisfies ChannelMessage);
			clearTimeout(suspicion);
			suspicion = setTimeout(() => {
				if (!work && !stopped) void seek(true);
			}, patience);
		},
		stop() {
			stopped = true;
			clearTimeout(suspicion);
			giveUp.abort();
			work?.stop();
			channel.close();
		}
	};
}
