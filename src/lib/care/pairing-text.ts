import { m } from '../paraglide/messages';
import type { Pairing } from './pairing';
import type { PairingWeek } from './pairing-week';

export const pairingKindText: Readonly<Record<Pairing['kind'], () => string>> = {
	oneToOne: m.pairing_kind_oneToOne,
	oldPartner: m.pairing_kind_oldPartner,
	memberContact: m.pairing_kind_memberContact
};

/** How a week stands, as a tag: colour and words. */
export function weekTag({ state, left }: PairingWeek): {
	tone: 'plain' | 'green' | 'amber' | 'red';
	text: string;
} {
	switch (state) {
		case 'done':
			return { tone: 'green', text: m.pairing_week_done() };
		case 'open':
			return { tone: 'plain', text: m.pairing_week_left({ count: left }) };
		case 'dueSoon':
			return { tone: 'amber', text: m.pairing_week_left({ count: left }) };
		case 'missed':
			return { tone: 'red', text: m.pairing_last_missed({ count: left }) };
	}
}
