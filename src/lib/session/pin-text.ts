import { m } from '../paraglide/messages';
import type { PinWeakness } from './pin-rules';

/** Why a PIN was refused, in the reader's words. */
export const WEAKNESS_TEXT: Readonly<Record<PinWeakness, () => string>> = {
	length: m.vault_weak_length,
	same: m.vault_weak_same,
	row: m.vault_weak_row,
	repeat: m.vault_weak_repeat,
	birthday: m.vault_weak_birthday,
	known: m.vault_weak_known,
	name: m.vault_weak_name
};

/** `1:05`, from milliseconds; rounded up, so that it never says zero too early. */
export function clockText(milliseconds: number): string {
	const seconds = Math.ceil(milliseconds / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
