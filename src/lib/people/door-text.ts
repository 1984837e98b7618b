import { m } from '../paraglide/messages';
import type { Door } from './door';
import { maskName } from './mask';
import type { Dwelling } from './people';

interface TitledDoor {
	readonly building: { readonly label: string } | undefined;
	readonly dwelling: Pick<Dwelling, 'stairUnit' | 'room'>;
}

/** The headline of a door: `3 幢 2 单元 501`. */
export function doorTitle({ building, dwelling }: TitledDoor): string {
	const label = building?.label ?? m.door_unknown_building();
	return dwelling.stairUnit
		? m.door_title_unit({ building: label, unit: dwelling.stairUnit, room: dwelling.room })
		: m.door_title({ building: label, room: dwelling.room });
}

/** Who lives there, masked: `王* 一家 4 人`, `王*`, `空置`. */
export function whoText({ household, residents }: Door): string {
	if (!household) return m.door_vacant();
	const [first] = residents;
	if (!first) return m.door_nobody_registered();
	return residents.length === 1
		? maskName(first.name)
		: m.door_family({ name: maskName(first.name), count: residents.length });
}
