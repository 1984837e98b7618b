import { deviceContactType, type DeviceContact } from '../org/device-contact';
import type { Author } from '../session/author';
import type { Store, Subscription } from '../store/contract';
import { SYNC_STATE_KEY, type SyncState } from './contract';
import { serverTime } from './clock-offset';
import type { Wire } from './wire';

/** Milliseconds between two notes; managers are told of silence after a day. */
const PAUSE = 4 * 3_600_000;
const NOTED_KEY = 'contactNoted';

interface Settings {
	readonly store: Store;
	readonly author: Pick<Author, 'sign' | 'device' | 'change'>;
	readonly wire: Pick<Wire, 'json'>;
	readonly user: string;
}

/**
 * After a contact with the server, now and then: tells the managers that this device was there and how much was waiting
 * on it (R-R4). Written straight to the server, not saved: it is no record of anybody's work, so it never counts as
 * waiting, and without a network there is nothing to tell. Its failing changes nothing for anybody.
 */
export function noteContacts(settings: Settings): Subscription {
	let last = Promise.resolve();
	return settings.store.watch(
		(store) => store.readSetting<SyncState>(SYNC_STATE_KEY),
		(state) => {
			if (state?.lastContact && !state.trouble) last = last.then(() => note(settings, state));
		},
		() => undefined
	);
}

async function note({ store, author, wire, user }: Settings, state: SyncState): Promise<void> {
	const noted = (await store.readSetting<string>(NOTED_KEY)) ?? '';
	const age = Date.parse(state.lastContact ?? '') - Date.parse(noted);
	// A clock that was put back must not silence the device.
	if (Math.abs(age) < PAUSE) return;
	try {
		const path = `/user-${encodeURIComponent(user)}/deviceContact:${await author.device()}`;
		const before = (await wire.json(path).catch(missing)) as DeviceContact | undefined;
		const [oldest] = await store.find({ unsent: true, limit: 1 });
		const contact: DeviceContact = {
			...(before ?? (await author.sign(deviceContactType))),
			...(before && { stamp: (await author.change(before)).stamp }),
			_id: `deviceContact:${await author.device()}`,
			lastContact: new Date(serverTime(Date.now(), state)).toISOString(),
			waiting: await store.count({ unsent: true })
		};
		if (oldest) contact.waitingSince = oldest.record.createdAt;
		else delete contact.waitingSince;
		await wire.json(path, { method: 'PUT', body: JSON.stringify(contact) });
		await store.writeSetting(NOTED_KEY, state.lastContact);
	} catch {
		// No answer, signed out, an older server: the next contact tries again.
	}
}

function missing(error: unknown): undefined {
	if ((error as { status?: number }).status === 404) return undefined;
	throw error;
}
