import { m } from '../paraglide/messages';
import type { DoorState } from './door-state';

/** A state as it is drawn: colour, sign and word, so that none of them stands alone. */
export interface DoorLook {
	readonly tone: 'plain' | 'green' | 'amber' | 'red' | 'empty';
	readonly sign: string;
	readonly text: string;
}

const LOOKS: Readonly<Record<DoorState, readonly [DoorLook['tone'], string, () => string]>> = {
	late: ['red', '! ', m.state_late],
	again: ['amber', '↻ ', m.state_again],
	soon: ['amber', '', m.state_soon],
	open: ['plain', '', m.state_open],
	refused: ['plain', '× ', m.state_refused],
	done: ['green', '✓ ', m.state_done],
	notYet: ['plain', '', m.state_notYet],
	vacant: ['empty', '', m.state_vacant]
};

export function doorLook(state: DoorState): DoorLook {
	const [tone, sign, text] = LOOKS[state];
	return { tone, sign, text: text() };
}
