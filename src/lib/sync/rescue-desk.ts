import { scopeKind } from '../org/scopes';
import { newestRecoveryKey } from '../session/code-escrow';
import type { RecoveryKey } from '../session/recovery-key';
import { OPENED_SCOPES_KEY, SCOPES_KEY, type Opened, type SyncPort } from './contract';
import type { Device } from './rescue';

/** What was read in. */
export interface RescueReport {
	readonly user: string;
	readonly madeAt: string;
	readonly records: number;
	readonly photos: number;
}

interface Settings extends Device {
	readonly sync: SyncPort;
}

/** Makes and reads rescue files for the screen; everything heavy comes when somebody asks. */
export class RescueDesk {
	/** Characters of the shortest passphrase. */
	readonly shortest = 8;

	constructor(private readonly device: Settings) {}

	async make(
		passphrase: string
	): Promise<{ blob: Blob; name: string } & Omit<RescueReport, 'user' | 'madeAt'>> {
		const [{ collectUnsent }, { writeRescueFile }] = await Promise.all([
			import('./rescue'),
			import('./rescue-file')
		]);
		const { user, store } = this.device;
		const key = await newestRecoveryKey(store);
		const now = new Date().toISOString();
		const recovery = key && { keyId: key._id, publicKey: key.publicKey };
		const file = await writeRescueFile(user, await collectUnsent(this.device), { passphrase, recovery }, now);
		const blob = new Blob([JSON.stringify(file)], { type: 'application/json' });
		const name = `linli-${user}-${now.slice(0, 16).replace(/[:T]/g, '-')}.linli`;
		return { blob, name, records: file.records, photos: file.photos };
	}

	/** @param secret the passphrase, or the code of the community's recovery key */
	async read(text: string, secret: string): Promise<RescueReport | 'noFile' | 'wrong'> {
		const [{ takeOver }, { openForCommunity, openRescueFile, readRescueFile }] = await Promise.all([
			import('./rescue'),
			import('./rescue-file')
		]);
		const file = readRescueFile(text);
		if (!file) return 'noFile';
		const { store, sync } = this.device;
		const halves = file.recovery && (await store.find<RecoveryKey>({ type: 'recoveryKey' })).find(
			({ record }) => record._id === file.recovery?.keyId
		)?.record; // prettier-ignore
		const rescued =
			(await openRescueFile(file, secret)) ?? (halves && (await openForCommunity(file, halves, secret)));
		if (!rescued) return 'wrong';
		await takeOver(this.device, rescued);
		await this.#openScopes([...Object.keys(rescued.records), ...rescued.photos.map(({ scope }) => scope)]);
		sync.now('asked');
		const { user, madeAt, records, photos } = file;
		return { user, madeAt, records, photos };
	}

	/** A manager holds the grids that were opened; sending for a colleague opens his. */
	async #openScopes(scopes: readonly string[]): Promise<void> {
		const { store } = this.device;
		const held = (await store.readSetting<string[]>(SCOPES_KEY)) ?? [];
		const now = new Date().toISOString();
		const missing = scopes.filter((scope) => !held.includes(scope) && scopeKind(scope) === 'people');
		if (missing.length === 0) return;
		const opened = (await store.readSetting<Opened>(OPENED_SCOPES_KEY)) ?? {};
		const added = Object.fromEntries(missing.map((scope) => [scope, now]));
		await store.writeSetting(OPENED_SCOPES_KEY, { ...opened, ...added });
	}
}
