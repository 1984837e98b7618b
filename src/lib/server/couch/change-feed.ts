import { write } from './answer';
import type { Call } from './call';
import { readChanges, type Changes } from './change-rows';
import { requireMember, type UserContext } from './security';

/** CouchDB's limit for a feed without heartbeat, and its heartbeat when only asked for. */
const LONGEST_MS = 60_000;

/**
 * Longpoll, continuous and eventsource: sends what is there, then waits for more until the limit, the time-out, the
 * client or the database ends it. Membership is asked again at every turn: a lost role ends the feed.
 */
export async function follow(listing: Changes): Promise<void> {
	const { call, db } = listing.at;
	const isLongpoll = listing.feed === 'longpoll';
	const type = listing.feed === 'eventsource' ? 'text/event-stream' : 'application/json';
	const cache = listing.feed === 'eventsource' ? 'no-cache' : 'must-revalidate';
	call.response.writeHead(200, { 'cache-control': cache, 'content-type': type, 'x-accel-buffering': 'no' });
	call.response.flushHeaders();
	if (isLongpoll && !(await write(call, '{"results":[\n'))) return;
	const bell = new Bell(listing);
	try {
		do {
			if (!isAllowed(listing)) break;
			const sentBefore = listing.sent;
			if (!(await sendNew(listing))) return;
			if (listing.sent >= listing.limit || (isLongpoll && listing.sent > 0)) break;
			if (listing.sent > sentBefore) bell.restart();
		} while (await bell.rings(db.seq > listing.since));
	} finally {
		bell.close();
	}
	const pending = db.isOpen ? db.pendingAfter(listing.since) : 0;
	const last = `"last_seq":"${db.seqText(listing.since)}","pending":${pending}}\n`;
	call.response.end(isLongpoll ? `\n],\n${last}` : listing.feed === 'eventsource' ? '' : `{${last}`);
}

async function sendNew(listing: Changes): Promise<boolean> {
	let isFirst = true;
	for await (const page of readChanges(listing)) {
		for (const row of page) {
			const line =
				listing.feed === 'longpoll'
					? (isFirst ? '' : ',\n') + row
					: listing.feed === 'eventsource'
						? `data: ${row}\nid: ${JSON.stringify((JSON.parse(row) as { seq: string }).seq)}\n\n`
						: `${row}\n`;
			isFirst = false;
			if (!(await write(listing.at.call, line))) return false;
		}
	}
	return true;
}

function isAllowed({ at }: Changes): boolean {
	if (!at.db.isOpen) return false;
	try {
		requireMember(currentUser(at.user, at.service.users.find(at.user.name ?? '')?.roles), at.db);
		return true;
	} catch {
		return false;
	}
}

const currentUser = (user: UserContext, roles: readonly string[] | undefined): UserContext =>
	user.name === null ? user : { ...user, roles: roles ?? [] };

/** Wakes a feed: for a change, a heartbeat's chance to see that the client has gone, a time-out, an end. */
class Bell {
	readonly #call: Call;
	readonly #heartbeat: NodeJS.Timeout | undefined;
	#timeout: NodeJS.Timeout | undefined;
	#ring: (goOn: boolean) => void = () => {};
	#ended = false;
	readonly #ms: number;

	constructor(private readonly listing: Changes) {
		const { call, db } = listing.at;
		this.#call = call;
		const beat = call.query.text('heartbeat');
		const every = beat === undefined || beat === 'false' ? 0 : Math.max(100, Number(beat) || LONGEST_MS);
		this.#ms = Math.min(LONGEST_MS, Math.max(0, Number(call.query.text('timeout') ?? LONGEST_MS) || 0));
		if (every) this.#heartbeat = setInterval(() => this.#beat(), every);
		db.on('change', this.#change);
		db.on('gone', this.#end);
		call.response.on('close', this.#end);
		this.restart();
	}

	/** Resolves true for "look again", false for "that was all". */
	rings(isBehind: boolean): Promise<boolean> {
		if (this.#ended) return Promise.resolve(false);
		if (isBehind) return Promise.resolve(true);
		return new Promise((resolve) => (this.#ring = resolve));
	}

	/** With a heartbeat there is no time-out: the client says itself when it has gone. */
	restart(): void {
		clearTimeout(this.#timeout);
		if (!this.#heartbeat) this.#timeout = setTimeout(this.#end, this.#ms);
	}

	close(): void {
		clearTimeout(this.#timeout);
		clearInterval(this.#heartbeat);
		this.listing.at.db.off('change', this.#change);
		this.listing.at.db.off('gone', this.#end);
		this.#call.response.off('close', this.#end);
	}

	readonly #change = () => this.#ring(true);
	readonly #end = () => {
		this.#ended = true;
		this.#ring(false);
	};
	#beat(): void {
		// a client that reads nothing must not fill our memory with line feeds
		if (this.#call.response.writableNeedDrain) return;
		this.#call.response.write(this.listing.feed === 'eventsource' ? 'event: heartbeat\ndata: \n\n' : '\n');
		if (!isAllowed(this.listing)) this.#end();
	}
}
