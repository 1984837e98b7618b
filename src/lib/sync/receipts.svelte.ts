import { getContext, setContext } from 'svelte';
import { communityOf, managerRole, scopeKind } from '../org/scopes';
import type { Author } from '../session/author';
import { seenType, type Seen } from '../seen';
import type { Receipt, Store, Stored } from '../store/contract';
import type { SyncPort } from './contract';
import type { SyncView } from './sync-view.svelte';

/** Only here, refused and only here, on the server, seen by a manager (N3): 仅本机 → 已到服务器 → 已阅, or 被退回. */
export type FullReceipt = Receipt | 'putAside' | 'seen';

interface Settings {
	readonly store: Store;
	readonly view: SyncView;
	readonly sync: SyncPort;
	readonly author: Pick<Author, 'sign'>;
	readonly account: { readonly name: string; readonly roles: readonly string[] };
}
const KEY = Symbol('receipts');

/** What became of records, and the manager's hand on it. Everything is derived from stored rows. */
export class Receipts {
	/** Ids that are being marked: a row on screen asks more than once. */
	readonly #marking = new Set<string>();

	constructor(private readonly settings: Settings) {}

	get store(): Store {
		return this.settings.store;
	}

	of(stored: Stored, marks: number): FullReceipt {
		if (stored.receipt === 'onServer') return marks > 0 ? 'seen' : 'onServer';
		const { returned } = this.settings.view;
		return returned.some(({ stored: each }) => each.record._id === stored.record._id) ? 'putAside' : 'local';
	}

	/**
	 * A manager has opened this record: says so to its author, once. Nobody may say so of his own records, and what the
	 * server has not got yet cannot have been seen by somebody else.
	 */
	async markSeen({ scope, record, receipt }: Stored): Promise<void> {
		const { account, author, store, sync } = this.settings;
		const isManager = account.roles.includes(managerRole(communityOf(scope)));
		if (!isManager || record.createdBy === account.name || receipt === 'local') return;
		if (!['people', 'area', 'care'].includes(scopeKind(scope)) || this.#marking.has(record._id)) return;
		this.#marking.add(record._id);
		if ((await store.count({ type: 'seen', scopes: [scope], subject: record._id })) > 0) return;
		const mark: Seen = {
			...(await author.sign(seenType)),
			of: record._id,
			ofType: record.type,
			...(record._rev !== undefined && { revision: record._rev })
		};
		if ((await store.save(scope, mark)).ok) sync.now('saved');
	}
}

export const provideReceipts = (receipts: () => Receipts): void => void setContext(KEY, receipts);

/** `undefined` where no services are: a component that is drawn alone. */
export const receiptsHere = (): (() => Receipts) | undefined => getContext<(() => Receipts) | undefined>(KEY);
