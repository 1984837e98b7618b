import type { Door } from './door';
import { doorTitle, whoText } from './door-text';
import type { Resident } from './people';
import { possibleDuplicates, type PersonValues } from './person-values';

/** Somebody who may be meant already, and where to look. */
export interface Duplicate {
	readonly resident: Resident;
	/** Where they live, masked. */
	readonly text: string;
	readonly href: string;
}

const MOST = 5;

/**
 * Who on this device may be the person that is being typed.
 * @param self id of the resident who is being corrected
 */
export const duplicatesAmong = (doors: readonly Door[], values: PersonValues, self?: string): Duplicate[] =>
	possibleDuplicates(
		values,
		doors.flatMap((door) => door.residents),
		self
	)
		.slice(0, MOST)
		.flatMap((resident) => {
			const door = doors.find(({ household }) => household?._id === resident.household);
			if (!door) return [];
			const text = `${doorTitle(door)} · ${whoText(door)}`;
			return [{ resident, text, href: `/households/${resident.household}` }];
		});
