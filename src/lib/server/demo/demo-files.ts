import type { CommunityFile } from '../provision/community';
import { COLUMNS } from '../roster/columns';
import { CATEGORY_WORDS, RELATION_WORDS, SEX_WORDS, TENURE_WORDS, USE_WORDS } from '../roster/words';
import { DEMO_COMMUNITY, DEMO_STAFF, demoGrid } from './accounts';
import { demoFlats, type DemoFlat } from './buildings';
import { giveCategories } from './care';
import { Dice } from './dice';
import { DEMO_DAY, FIGURES } from './figures';
import { demoHouseholds } from './households';
import type { DemoHousehold } from './person';

const SEED = 20261121;

/** The demo community as the two files that `linli community create` reads. Always the same, and nobody is real. */
export interface DemoFiles {
	readonly community: CommunityFile;
	/** CSV, UTF-8 with a byte order mark so that Excel in China opens it rightly. */
	readonly roster: string;
}

export function demoFiles(): DemoFiles {
	const dice = new Dice(SEED);
	const households = dice.shuffled(demoHouseholds(dice));
	giveCategories(dice, households);
	const homes = moveIn(dice, households);
	const lines = [COLUMNS.map((column) => column.zh).join(','), ...homes.flatMap(rosterLines)];
	return { community: demoCommunity(), roster: `\ufeff${lines.join('\r\n')}\r\n` };
}

const gridName = (index: number) => `${String(index + 1).padStart(2, '0')} 网格`;

const demoCommunity = (): CommunityFile => ({
	code: DEMO_COMMUNITY,
	name: '东门社区',
	createdAt: `${DEMO_DAY}T00:00:00.000Z`,
	timeZone: 'Asia/Shanghai',
	grids: Array.from({ length: FIGURES.grids }, (_, index) => ({
		code: demoGrid(index + 1),
		name: gridName(index),
		kind: 'comprehensive' as const
	})),
	staff: [...DEMO_STAFF]
});

interface Home extends DemoFlat {
	readonly grid: string;
	readonly households: readonly DemoHousehold[];
}

/** Spreads the households over the grids' flats; what is left over stands empty. */
function moveIn(dice: Dice, households: readonly DemoHousehold[]): Home[] {
	const sharing = households.filter((household) => household.kind === 'rental').slice(0, FIGURES.sharedFlats);
	const waiting = households.filter((household) => !sharing.includes(household));
	const grids = demoFlats();
	return grids.flatMap((flats, index) => {
		const share = Math.ceil(waiting.length / (grids.length - index));
		const arriving = waiting.splice(0, share);
		const taken = new Map(dice.shuffled(flats).map((flat, i) => [flat, arriving[i]]));
		const sharedFlat = flats.find((flat) => taken.get(flat)?.kind === 'rental');
		const guest = sharing[index];
		return flats.map((flat) => {
			const first = taken.get(flat);
			const both = first && guest && flat === sharedFlat ? [first, guest] : [first];
			return { ...flat, grid: gridName(index), households: both.filter((h) => h !== undefined) };
		});
	});
}

function rosterLines(home: Home): string[] {
	const { grid, compound, building, stairUnit, floor, room, households } = home;
	const door = [grid, compound, building, stairUnit, String(floor), room];
	const [first] = households;
	if (!first) return [[...door, USE_WORDS.vacant[0], '', '', '', '', '', '', '', ''].join(',')];
	const use = USE_WORDS[first.kind === 'rental' ? 'rental' : 'home'][0];
	return households.flatMap((household, index) =>
		household.people.map((person) =>
			[
				...door,
				use,
				households.length > 1 ? String(index + 1) : '',
				person.name,
				SEX_WORDS[person.sex][0],
				String(person.birthYear),
				person.phone,
				RELATION_WORDS[person.relation][0],
				person.relation === 'head' ? TENURE_WORDS[household.tenure][0] : '',
				person.categories.map((category) => CATEGORY_WORDS[category][0]).join('、')
			].join(',')
		)
	);
}
