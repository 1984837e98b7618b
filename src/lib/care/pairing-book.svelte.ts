import { dayOf, periodOf, startOfDay } from '../org/calendar';
import type { CommunitySettings } from '../org/community';
import type { Scope } from '../org/scopes';
import { withSettings } from '../org/settings';
import type { Volunteer } from '../org/team';
import type { Doc } from '../record';
import type { Store, Stored } from '../store/contract';
import { Live } from '../store/live.svelte';
import { DEFAULT_VISIT_SETTINGS, type VisitSettings } from '../visits/visit-settings';
import type { CareRecipient } from './care-recipient';
import type { CareSession } from './care-session';
import type { Pairing } from './pairing';
import { weekBefore } from './pairing-week';

interface Records {
	readonly pairings: readonly Stored<Pairing>[];
	readonly recipients: readonly Stored<CareRecipient>[];
	readonly volunteers: readonly Stored<Volunteer>[];
	/** Of this week and the one before. */
	readonly sessions: readonly CareSession[];
	readonly settings: VisitSettings;
}

/** Pairings on this device with what they need to be told: a helper's own, or all of a community's for its managers. */
export class PairingBook {
	readonly #records: Live<Records>;

	constructor(store: Store) {
		this.#records = new Live(store, readRecords);
	}

	/** `undefined` until the device has been read. */
	get records(): Records | undefined {
		return this.#records.value;
	}

	get settings(): VisitSettings {
		return this.records?.settings ?? DEFAULT_VISIT_SETTINGS;
	}

	readonly #recipients = $derived(byId(this.records?.recipients ?? []));
	readonly #names = $derived(
		new Map((this.records?.volunteers ?? []).map(({ record }) => [record.userName, record.name]))
	);

	recipient(id: string): CareRecipient | undefined {
		return this.#recipients.get(id)?.record;
	}

	/** The helper's name; the account's while the volunteer's record is not on this device. */
	helperName(userName: string): string {
		return this.#names.get(userName) ?? userName;
	}

	in(scope: Scope): Pick<Records, 'pairings' | 'recipients' | 'volunteers'> {
		const here = <D extends Doc>(stored: readonly Stored<D>[] = []) =>
			stored.filter((one) => one.scope === scope);
		return {
			pairings: here(this.records?.pairings),
			recipients: here(this.records?.recipients),
			volunteers: here(this.records?.volunteers)
		};
	}

	get failed(): unknown {
		return this.#records.failed;
	}
}

const byId = <D extends Doc>(stored: readonly Stored<D>[]) =>
	new Map(stored.map((one) => [one.record._id, one]));

async function readRecords(store: Store): Promise<Records> {
	const changed = await store.find<CommunitySettings>({ type: 'settings', kind: 'visits' });
	const settings = changed.reduce(
		(sum, { record }) => withSettings(sum, record.values),
		DEFAULT_VISIT_SETTINGS
	);
	const { timeZone } = settings;
	const first = periodOf('week', weekBefore(dayOf(new Date(), timeZone))).first;
	const [pairings, recipients, volunteers, sessions] = await Promise.all([
		store.find<Pairing>({ type: 'pairing' }),
		store.find<CareRecipient>({ type: 'careRecipient' }),
		store.find<Volunteer>({ type: 'volunteer' }),
		store.find<CareSession>({ type: 'careSession', from: startOfDay(first, timeZone) })
	]);
	return { pairings, recipients, volunteers, sessions: sessions.map(({ record }) => record), settings };
}
