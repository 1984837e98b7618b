import type { RevisionRef } from '../store/ledger';
import { noteAcknowledged } from './acknowledged';
import type { HistorySource } from './history';
import { lackingOf } from './lacking';
import { noteLate } from './late-sent';
import type { PutAsideList } from './put-aside';
import type { SentDocument } from './remote';
import { among } from './revisions';

export interface PushSource extends HistorySource {
	/** Whose device this is. */
	readonly user: string;
	readonly putAside: PutAsideList;
}

const BATCH = 500;

/**
 * Sends what waits. PouchDB's replication sends what came since its checkpoint, which also gives a server that was
 * restored from a backup what it lost. But its checkpoint moves past what was refused; so whatever still waits
 * afterwards, by the rows (N3), is sent by name.
 * @param replicate false before the first load is complete: there is no checkpoint yet
 * @param retry whether what was refused is tried again at once
 */
export async function push(source: PushSource, replicate: boolean, retry: boolean): Promise<void> {
	const { local, remote } = source;
	if (replicate) await local.replicate.to(remote.db, { batch_size: BATCH });
	await sendByName(source, await waiting(source, retry));
	await source.putAside.keepOnly(await source.ledger.unsent(source.scope));
}

/** Revisions that wait and may be sent now. */
export async function waiting(
	{ ledger, putAside, scope }: PushSource,
	retry: boolean
): Promise<RevisionRef[]> {
	return putAside.sendable(await ledger.unsent(scope), retry, Date.now());
}

/** The server's acknowledgements and refusals, written down before the push goes on. */
export function keepLedger(source: PushSource): void {
	const { remote, ledger, putAside, scope, store } = source;
	remote.listener = {
		acknowledged: async (revisions) => {
			const sent = revisions.filter(among(await ledger.unsent(scope)));
			if (sent.length === 0) return;
			await noteAcknowledged(source, sent);
			await noteLate(store, scope, sent.map(({ id }) => id), source.now()); // prettier-ignore
			await ledger.acknowledge(scope, sent);
		},
		refused: (refusals) => putAside.add(refusals, Date.now())
	};
}

async function sendByName(source: PushSource, revisions: readonly RevisionRef[]): Promise<void> {
	const { local, remote } = source;
	for (let start = 0; start < revisions.length; start += BATCH) {
		const lacking = await lackingOf(source, revisions.slice(start, start + BATCH));
		if (lacking.length === 0) continue;
		const { results } = await local.bulkGet({ docs: lacking, revs: true });
		const docs = results.flatMap(({ docs: found }) =>
			found.flatMap((each) => ('ok' in each ? [each.ok] : []))
		);
		await remote.send(docs as unknown as SentDocument[]);
	}
}
