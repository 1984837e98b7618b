import { readNote, writeNote } from '../store/device-notes';

/** When the app locks by itself, in minutes; each user's own choice on each device. */
export interface LockSettings {
	/** Without a touch or a key. */
	readonly idle: number;
	/** In the background: another app, the screen off. */
	readonly away: number;
}

/** Long enough for a photo and a phone call between two doors. */
export const LOCK_DEFAULTS: LockSettings = { idle: 10, away: 5 };
export const IDLE_CHOICES = [2, 5, 10, 30] as const;
export const AWAY_CHOICES = [1, 5, 15, 30] as const;

const keyOf = (user: string) => `lock:${user}`;
const limitKeyOf = (user: string) => `lockLimit:${user}`;

/** What somebody chose, but no longer than the community allows; 0 for no limit. */
export const withinLimit = (minutes: number, limit: number): number =>
	limit > 0 ? Math.min(minutes, limit) : minutes;

/** What the user chose, within what the community allows. */
export async function readLockSettings(user: string): Promise<LockSettings> {
	const [limit, chosen] = await Promise.all([readNote(limitKeyOf(user)), readNote(keyOf(user))]);
	const note = chosen as Partial<LockSettings> | undefined;
	const minutes = (value: unknown, fallback: number) =>
		typeof value === 'number' && value > 0 && value <= 240 ? value : fallback;
	return {
		idle: withinLimit(minutes(note?.idle, LOCK_DEFAULTS.idle), typeof limit === 'number' ? limit : 0),
		away: minutes(note?.away, LOCK_DEFAULTS.away)
	};
}

/** Keeps the community's limit where it can be read before anybody has unlocked; 0 for none. */
export async function writeLockLimit(user: string, minutes: number): Promise<void> {
	if (((await readNote(limitKeyOf(user))) ?? 0) !== minutes) await writeNote(limitKeyOf(user), minutes);
}

export const writeLockSettings = (user: string, settings: LockSettings): Promise<void> =>
	writeNote(keyOf(user), { ...settings });
