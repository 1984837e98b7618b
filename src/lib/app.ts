import { Drafts } from './forms/filling/drafts.svelte';
import { PublishedForms } from './forms/published.svelte';
import { scopesOf } from './org/scopes';
import { PeopleRegister } from './people/register.svelte';
import type { Account } from './session/account-memory';
import { Author } from './session/author';
import { keepCodeDeposited } from './session/code-escrow';
import type { Store, Subscription } from './store/contract';
import { DraftBox } from './store/drafts';
import { openStore } from './store/open';
import { sealerOf } from './store/sealing';
import type { SyncPort } from './sync/contract';
import { startSync } from './sync/port';
import { SyncView } from './sync/sync-view.svelte';
import { VisitBook } from './visits/visit-book.svelte';

/** Everything a signed-in screen works with. The one place that constructs services. */
export interface Services {
	readonly account: Account;
	readonly store: Store;
	readonly sync: SyncPort;
	readonly syncView: SyncView;
	readonly people: PeopleRegister;
	readonly visits: VisitBook;
	readonly forms: PublishedForms;
	/** What was begun and not saved. */
	readonly drafts: Drafts;
	readonly draftBox: DraftBox;
	readonly author: Author;
	/** Keeps a manager able to open this device. */
	readonly deposit: Subscription;
}

let open: { readonly name: string; readonly services: Promise<Services> } | undefined;

/**
 * The services of the account that works here, opened once; a failed opening is tried again at the next call.
 * @param key the account's data key: what lies on the device opens with it only
 * @throws when the browser refuses its database (private mode, broken profile)
 */
export function servicesOf(account: Account, key: CryptoKey): Promise<Services> {
	if (open?.name !== account.name) {
		open?.services.then(closeServices, () => undefined);
		const services = openServices(account, key);
		open = { name: account.name, services };
		services.catch(() => (open = undefined));
	}
	return open.services;
}

/** Ends sync and closes the database. Deletes nothing (N2). */
function closeServices({ store, sync, draftBox }: Services) {
	sync.stop();
	draftBox.close();
	store.close();
}

async function openServices(account: Account, key: CryptoKey): Promise<Services> {
	const store = await openStore(account.name);
	const scopes = scopesOf(account.roles);
	const people = new PeopleRegister(store);
	const draftBox = new DraftBox(account.name, sealerOf(key));
	return {
		account,
		store,
		sync: startSync(account.name, scopes),
		syncView: new SyncView(store, scopes),
		people,
		visits: new VisitBook(store, people),
		forms: new PublishedForms(store),
		drafts: new Drafts(draftBox),
		draftBox,
		author: new Author(store, account.name),
		deposit: keepCodeDeposited(store, account.name, key)
	};
}
