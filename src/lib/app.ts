import { Drafts } from './forms/filling/drafts.svelte';
import { PublishedForms } from './forms/published.svelte';
import { scopesOf } from './org/scopes';
import { PeopleRegister, REGISTER_LISTS } from './people/register.svelte';
import { LaterPhotoBox } from './photos/later-photo-box';
import type { PhotoBox } from './photos/photo-box';
import type { Account } from './session/account-memory';
import { Author } from './session/author';
import { keepCodeDeposited } from './session/code-escrow';
import { DeviceHealth } from './session/health.svelte';
import type { Store } from './store/contract';
import { DraftBox } from './store/drafts';
import { databaseName, releaseDatabase, useDatabase } from './store/database';
import { openStore } from './store/open';
import { openReader, prepareReader } from './store/reader';
import { sealerOf } from './store/sealing';
import type { SyncPort } from './sync/contract';
import { startSync } from './sync/port';
import { Receipts } from './sync/receipts.svelte';
import { RescueDesk } from './sync/rescue-desk';
import { SyncView } from './sync/sync-view.svelte';
import { VISIT_LISTS, VisitBook } from './visits/visit-book.svelte';
import { whenIdle } from './when-idle';

/** Everything a signed-in screen works with. The one place that constructs services. */
export interface Services {
	readonly account: Account;
	readonly store: Store;
	readonly sync: SyncPort;
	readonly syncView: SyncView;
	readonly people: PeopleRegister;
	readonly visits: VisitBook;
	readonly photos: PhotoBox;
	readonly receipts: Receipts;
	readonly rescue: RescueDesk;
	readonly forms: PublishedForms;
	/** What was begun and not saved. */
	readonly drafts: Drafts;
	readonly draftBox: DraftBox;
	readonly author: Author;
	/** Whether this device's database is still the one that was here, and has room. */
	readonly health: DeviceHealth;
	/** Ends what goes on in the background. */
	readonly background: () => void;
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

/** What nearly every screen begins with. */
const FIRST_LISTS = [...REGISTER_LISTS, ...VISIT_LISTS];

/**
 * While the PIN is typed: opens the account's database, which stays shut without the key, and starts what will read
 * it.
 * @returns gives it back
 */
export function prepareServices(user: string): () => void {
	prepareReader(databaseName(user), FIRST_LISTS);
	const db = useDatabase(databaseName(user));
	// Whoever reads it next says what is wrong with it.
	db.open().catch(() => undefined);
	return () => releaseDatabase(db);
}

/** Ends sync and closes the database. Deletes nothing (N2). */
function closeServices({ store, sync, draftBox, photos, health, background }: Services) {
	background();
	health.stop();
	sync.stop();
	photos.close();
	draftBox.close();
	store.close();
}

async function openServices(account: Account, key: CryptoKey): Promise<Services> {
	const sealer = sealerOf(key);
	const reader = openReader(databaseName(account.name), key, FIRST_LISTS);
	const store = await openStore(account.name, sealer, reader);
	const scopes = scopesOf(account.roles);
	const people = new PeopleRegister(store);
	const draftBox = new DraftBox(account.name, sealer);
	const health = new DeviceHealth(store, account.name);
	const sync = startSync(account.name, scopes, key);
	const view = new SyncView(store, scopes);
	const author = new Author(store, account.name);
	const wire = async () => {
		const { Wire } = await import('./sync/wire');
		return new Wire(`${location.origin}/db`);
	};
	const sending = () => sync.now('saved');
	const visits = new VisitBook(store, people);
	return {
		account,
		store,
		sync,
		syncView: view,
		people,
		visits,
		photos: new LaterPhotoBox(async () => {
			const { DevicePhotoBox } = await import('./photos/device-photo-box');
			return new DevicePhotoBox({ user: account.name, author, wire: await wire(), sealer, sending });
		}),
		receipts: new Receipts({ store, view, sync, author, account }),
		rescue: new RescueDesk({ user: account.name, store, key, sync }),
		forms: new PublishedForms(store),
		drafts: new Drafts(draftBox),
		draftBox,
		author,
		health,
		background: both(
			whenIdle(() => {
				health.start().catch((error: unknown) => console.warn('marks not compared', error));
				keepCodeDeposited(store, account.name, key);
			}),
			later(async () => {
				const { startBackground } = await import('./background');
				const settings = { user: account.name, store, author, wire: await wire(), sync, people, visits };
				return startBackground(settings);
			})
		)
	};
}

/** Milliseconds for the first screen to be drawn before anything else is fetched. */
const FIRST_SCREEN = 3_000;

const both = (first: () => void, second: () => void) => () => {
	first();
	second();
};

/** Starts something that nobody waits for. @returns ends it, whether it has begun or not */
function later(start: () => Promise<() => void>): () => void {
	let stop = () => {};
	let ended = false;
	const timer = setTimeout(() => {
		start().then(
			(stopped) => (ended ? stopped() : (stop = stopped)),
			(error: unknown) => console.warn('background not started', error)
		);
	}, FIRST_SCREEN);
	return () => {
		ended = true;
		clearTimeout(timer);
		stop();
	};
}
