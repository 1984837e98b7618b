import type { CommunitySettings } from './org/community';
import { lockLimit } from './org/lock-limit';
import type { PeopleRegister } from './people/register.svelte';
import type { Author } from './session/author';
import { session } from './session/session.svelte';
import type { Store } from './store/contract';
import type { SyncPort } from './sync/contract';
import { noteContacts } from './sync/contact-note';
import type { Wire } from './sync/wire';
import { raiseUnvisited } from './visits/raise-unvisited.svelte';
import type { VisitBook } from './visits/visit-book.svelte';

interface Settings {
	readonly user: string;
	readonly store: Store;
	readonly author: Author;
	readonly wire: Wire;
	readonly sync: SyncPort;
	readonly people: PeopleRegister;
	readonly visits: VisitBook;
}

/** What goes on while somebody works here and nobody waits for; fetched after the first screen. @returns ends it */
export function startBackground({ user, store, author, wire, sync, people, visits }: Settings): () => void {
	const contacts = noteContacts({ store, author, wire, user });
	const raising = raiseUnvisited({ store, people, visits, send: () => sync.now('saved') });
	const locking = store.watch(
		async (s) => {
			const settings = await s.find<CommunitySettings>({ type: 'settings', kind: 'privacy' });
			return lockLimit(settings.map(({ record }) => record.values));
		},
		(minutes) => void session.limitLock(minutes).catch(() => undefined),
		() => undefined
	);
	return () => {
		contacts.stop();
		locking.stop();
		raising();
	};
}
