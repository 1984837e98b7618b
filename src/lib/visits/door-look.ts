import { m } from '../paraglide/messages';
import { monthOf } from '../ui/dates';
import type { DoorState } from './door-state';
import type { Due } from './due';

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

/** @param due of the household that the state is taken from: what is not due yet says when it will be */
export function doorLook(state: DoorState, due: Due | undefined): DoorLook {
	const [tone, sign, text] = LOOKS[state];
	return { tone, sign, text: state === 'notYet' && due ? monthOf(due.by) : text() };
}
