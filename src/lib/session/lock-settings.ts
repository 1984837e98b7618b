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

export async function readLockSettings(user: string): Promise<LockSettings> {
	const note = (await readNote(keyOf(user))) as Partial<LockSettings> | undefined;
	const minutes = (value: unknown, fallback: number) =>
		typeof value === 'number' && value > 0 && value <= 240 ? value : fallback;
	return { idle: minutes(note?.idle, LOCK_DEFAULTS.idle), away: minutes(note?.away, LOCK_DEFAULTS.away) };
}

export const writeLockSettings = (user: string, settings: LockSettings): Promise<void> =>
	writeNote(keyOf(user), { ...settings });
