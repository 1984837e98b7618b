import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import type { Ledger, RecordHead } from '../store/ledger';
import { openedKey, type Opened } from './contract';
import { writeDocuments, type LoadSource } from './first-load';
import { readHistory } from './history-source';
import { lateOnes } from './late-sent';
import { eventTypes, outsideOf, windowStart } from './window';

export interface HistorySource extends LoadSource {
	readonly ledger: Ledger;
}

/** What the leader knows of a scope's history on this device; lies in the settings. */
export interface HistoryState {
	/** Subject → when its history was fetched, UTC ISO. */
	readonly here: Readonly<Record<string, string>>;
	/** When history was last dropped, UTC ISO. */
	readonly dropped?: string;
}
export const historyKey = (scope: Scope) => `sync:history:${scope}`;
const DAY = 86_400_000;
/** Milliseconds for which opened history stays after somebody last looked at it. */
const KEPT = DAY;

/**
 * Brings the history that somebody opened, and lets go what nobody looks at any more: events from before the window,
 * but for the latest of each kind about each subject, and what was sent only lately. Locally, never as deletions, never
 * while unsent.
 */
export async function keepHistory(source: HistorySource): Promise<void> {
	const { store, scope } = source;
	const now = Date.now();
	const wanted = await openedNow(store, scope, now);
	const state = (await store.readSetting<HistoryState>(historyKey(scope))) ?? { here: {} };
	const here: Record<string, string> = {};
	for (const [subject, at] of Object.entries(state.here)) if (wanted.has(subject)) here[subject] = at;
	for (const subject of wanted) {
		if (here[subject]) continue;
		await writeDocuments(source, await readHistory(source.wire, scope, subject));
		here[subject] = new Date(now).toISOString();
		await store.writeSetting(historyKey(scope), { ...state, here: { ...state.here, ...here } });
	}
	const left = Object.keys(state.here).some((subject) => !here[subject]);
	const due = now - Date.parse(state.dropped ?? '1970-01-01') > DAY;
	if (!left && !due) return;
	await dropHistory(source, wanted, await lateOnes(store, scope, source.now()));
	await store.writeSetting(historyKey(scope), { here, dropped: new Date(now).toISOString() });
}

async function openedNow(store: Store, scope: Scope, now: number): Promise<Set<string>> {
	const opened = (await store.readSetting<Opened>(openedKey(scope))) ?? {};
	return new Set(Object.keys(opened).filter((subject) => now - Date.parse(opened[subject] ?? '') < KEPT));
}

/**
 * @param opened subjects whose history stays
 * @param late ids of events that stay, because they were sent only lately
 * @returns how many records left the device
 */
export async function dropHistory(
	{ ledger, scope, now }: Pick<HistorySource, 'ledger' | 'scope' | 'now'>,
	opened: ReadonlySet<string>,
	late: ReadonlySet<string>
): Promise<number> {
	let gone = 0;
	for (const type of eventTypes(scope)) {
		const outside = outsideOf(type, windowStart(now()));
		const old = await ledger.heads(scope, outside.from, outside.to);
		if (old.length === 0) continue;
		const latest = latestOf([...old, ...(await ledger.heads(scope, outside.to, `${type};`))]);
		const leaving = old.filter(
			(head) =>
				latest.get(groupOf(head)) !== head &&
				!(head.subject && opened.has(head.subject)) &&
				!late.has(head.id)
		);
		gone += (await ledger.forget(scope, leaving.map(({ id }) => id))).length; // prettier-ignore
	}
	return gone;
}

/** A mark that somebody has seen a record says nothing that a due list needs. */
const groupOf = ({ id, subject, kind = '' }: RecordHead) =>
	subject && !id.startsWith('seen:') ? `${subject} ${kind}` : undefined;
const rank = ({ at = '', id }: RecordHead) => `${at} ${id}`;

/** The same choice as that of the server's view (history-source.ts). */
function latestOf(heads: readonly RecordHead[]): Map<string | undefined, RecordHead> {
	const latest = new Map<string | undefined, RecordHead>();
	for (const head of heads) {
		const group = groupOf(head);
		const before = latest.get(group);
		if (group !== undefined && (!before || rank(head) > rank(before))) latest.set(group, head);
	}
	return latest;
}

interface Difference {
	readonly missing: string[];
	readonly possible_ancestors?: string[];
}
type RevsDiff = (asked: Record<string, string[]>) => Promise<Record<string, Difference | undefined>>;

/**
 * Keeps pulls inside the window: history that is not here is said not to be missing, so it is never fetched, and the
 * checkpoint moves on. That happens when a server was restored, or when a phone comes back after months. Nor are the
 * server's design documents fetched: a new guard would cost every phone its text, and no phone has a use for it.
 */
export function passOverHistory({ local, scope, now }: Pick<LoadSource, 'local' | 'scope' | 'now'>): void {
	const { revsDiff } = local as unknown as { revsDiff: RevsDiff };
	const inWindow: RevsDiff = async (asked) => {
		const missing = await revsDiff.call(local, asked);
		const outside = new Set(
			eventTypes(scope).flatMap((type) => {
				const { from, to } = outsideOf(type, windowStart(now()));
				return Object.keys(missing).filter((id) => id >= from && id < to);
			})
		);
		return Object.fromEntries(
			Object.entries(missing).filter(
				([id, difference]) =>
					!id.startsWith('_design/') && (!outside.has(id) || difference?.possible_ancestors)
			)
		);
	};
	Object.assign(local, { revsDiff: inWindow });
}
