/*
 * The tests' hand on the server side of the line: tests/fixtures/test-server.ts, at the page's own origin.
 */

async function tell(command: string, argument?: unknown): Promise<unknown> {
	const body = argument === undefined ? undefined : JSON.stringify(argument);
	const answer = await fetch(`/test-server/${command}`, { method: 'POST', body });
	if (!answer.ok) throw new Error(`${command}: ${await answer.text()}`);
	return answer.json();
}

/** One kind of trouble for the next `times` requests that match; tests/faults/chaos-proxy.ts says what each does. */
export interface Fault {
	/** User of the device, when it has a session of its own ({@link deviceBase}); everybody when left out. */
	device?: string;
	/** Part of `METHOD /db/…`. */
	match: string;
	kind: 'cut' | 'cutAfterCommit' | 'truncate' | 'stall' | 'stallAfterCommit' | 'tell' | 'status' | 'page';
	status?: number;
	times: number;
}

/** Where the gateway stands for a device whose session is kept outside of the browser, so that it has its own. */
export const deviceBase = (user: string) => `${location.origin}/test-server/device/${user}/db`;

export const server = {
	start: () => tell('start'),
	kill: () => tell('kill'),
	fault: (fault: Fault) => tell('fault', fault),
	/** False when this server's files are not ours to copy. */
	backup: () => tell('backup') as Promise<boolean>,
	restore: () => tell('restore'),
	/** Ends the faults of one device, or all. */
	calm: (device?: string) => tell('calm', device),
	/** Resolves when a fault that stalls or tells has struck, or all is calmed. */
	reached: () => tell('reached'),
	/** From now on a device's requests come without a session; `signIn` lets them have theirs again. */
	signOut: (user: string) => tell('signOut', user),
	signIn: (user: string) => tell('signIn', user),
	/** Requests that reached the gateway since the last call. */
	takeLog: () => tell('takeLog') as Promise<{ method: string; path: string; status: number }[]>,
	async admin(method: string, path: string, body?: unknown): Promise<unknown> {
		return bodyOf((await tell('admin', { method, path, body })) as AdminAnswer, `${method} ${path}`);
	},
	/** Calls of the admin, one after the other, in one request. */
	async adminAll(calls: readonly AdminCall[]): Promise<unknown[]> {
		const commands = calls.map((call) => ['admin', call]);
		const answers = (await tell('batch', commands)) as AdminAnswer[];
		return answers.map((answer, n) => bodyOf(answer, `${calls[n]?.method} ${calls[n]?.path}`));
	},
	/** The server runs and no fault is left. */
	calmAll: () => tell('batch', [['start'], ['calm']])
};

export interface AdminCall {
	readonly method: string;
	readonly path: string;
	readonly body?: unknown;
}
interface AdminAnswer {
	readonly status: number;
	readonly body: unknown;
}

function bodyOf(answer: AdminAnswer, asked: string): unknown {
	if (answer.status >= 400) throw new Error(`${asked}: ${JSON.stringify(answer)}`);
	return answer.body;
}
