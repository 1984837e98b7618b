import type { Relation, Sex } from '../roster/words';
import type { Dice } from './dice';
import { FIGURES } from './figures';
import { surname } from './names';
import { PersonMaker, type DemoHousehold, type DemoPerson } from './person';

type People = DemoHousehold['people'];
type Ages = readonly (readonly [from: number, to: number, weight: number])[];

const ALONE: Ages = [[60, 69, 40], [70, 79, 47], [80, 94, 13]]; // prettier-ignore
/** Couples of 80 and older would all need a weekly visit: there are about 60 such households in all (domain.md 4.2). */
const COUPLE: Ages = [[60, 69, 62], [70, 79, 38]]; // prettier-ignore
const IN_FAMILY: Ages = [[60, 69, 50], [70, 79, 33], [80, 96, 17]]; // prettier-ignore
const FAMILY_SIZES = [[1, 8], [2, 16], [3, 44], [4, 24], [5, 8]] as const; // prettier-ignore
const RENTAL_SIZES = [[1, 35], [2, 30], [3, 25], [4, 10]] as const; // prettier-ignore
const MOST = 7;

/** All households of the demo community, in no order; exactly as many households, people and elders as `FIGURES` says. */
export function demoHouseholds(dice: Dice): DemoHousehold[] {
	const maker = new PersonMaker(dice);
	const age = (ages: Ages) => {
		const [from, to] = dice.weighted(ages.map((band) => [band, band[2]] as const));
		return dice.between(from, to);
	};
	const sex = (): Sex => dice.pick(['male', 'female']);

	const alone = times(FIGURES.aloneElders, (): DemoHousehold => {
		const person = maker.make('head', age(ALONE), sex());
		person.categories.push('aloneElder');
		return { kind: 'aloneElder', tenure: 'owner', people: [person] };
	});
	const couples = times(FIGURES.elderCouples, (): DemoHousehold => {
		const years = age(COUPLE);
		const other = Math.min(79, Math.max(60, years + dice.between(-4, 2)));
		const people: People = [maker.make('head', years, 'male'), maker.make('spouse', other, 'female')];
		// Registered as empty nest once both are old: a couple of 62 needs no monthly visit.
		if (years >= 75 && other >= 75) for (const person of people) person.categories.push('emptyNestElder');
		return { kind: 'elderCouple', tenure: 'owner', people };
	});

	const elders = [
		...times(FIGURES.familiesWithElder, () => 1),
		...times(FIGURES.familiesWithElders, () => 2)
	];
	const young = FIGURES.households - alone.length - couples.length - elders.length - FIGURES.rental;
	const rental = times(FIGURES.rental, () => dice.weighted(RENTAL_SIZES));
	const left = FIGURES.residents - alone.length - 2 * couples.length - sum(rental);
	const sizes = fitted(dice, left, [
		...elders.map((count) => count + dice.between(2, 3)),
		...times(young, () => dice.weighted(FAMILY_SIZES))
	]);
	const families = sizes.map((size, index): DemoHousehold => {
		const old = elders[index] ?? 0;
		const people = family(dice, maker, size, times(old, () => age(IN_FAMILY))); // prettier-ignore
		return { kind: 'family', tenure: dice.chance(0.02) ? 'registeredAbsent' : 'owner', people };
	});
	const tenants = rental.map((size): DemoHousehold => {
		const tenure = dice.chance(0.4) ? 'floating' : 'tenant';
		const people =
			size > 1 && dice.chance(0.2) ? flatmates(dice, maker, size) : family(dice, maker, size, []);
		people[0].categories.push(tenure);
		return { kind: 'rental', tenure, people };
	});
	return [...alone, ...couples, ...families, ...tenants];
}

/** Sizes changed one by one, by chance, until they add up to `total`. */
function fitted(dice: Dice, total: number, sizes: readonly number[]): number[] {
	const fit = [...sizes];
	for (let missing = total - sum(fit); missing !== 0;) {
		const index = dice.between(0, fit.length - 1);
		const size = fit[index] ?? 0;
		const step = Math.sign(missing);
		if (size + step > MOST || size + step < Math.min(3, sizes[index] ?? 0)) continue;
		fit[index] = size + step;
		missing -= step;
	}
	return fit;
}

/** A couple with children, and their old parents when there are any. Nobody but those is 60 or older. */
function family(dice: Dice, maker: PersonMaker, size: number, elderAges: readonly number[]): People {
	const father = surname(dice);
	const oldest = elderAges.length > 0 ? Math.min(...elderAges) - 20 : 59;
	const years = dice.between(Math.min(26, oldest), Math.max(26, Math.min(59, oldest)));
	const man = size === 1 ? dice.chance(0.5) : true;
	const head = maker.make('head', years, man ? 'male' : 'female', father);
	const rest: DemoPerson[] = elderAges.map((age, index) =>
		index === 0 ? maker.make('parent', age, 'female') : maker.make('parent', age, 'male', father)
	);
	if (1 + rest.length < size)
		rest.push(maker.make('spouse', Math.max(22, Math.min(59, years + dice.between(-4, 2))), 'female'));
	while (1 + rest.length < size) {
		const children = rest.filter((person) => person.relation === 'child').length;
		const next: Relation = children < 2 ? 'child' : dice.pick(['sibling', 'otherRelative']);
		const age = next === 'child' ? dice.between(0, Math.max(1, years - 23)) : dice.between(18, 58);
		rest.push(maker.make(next, age, dice.pick(['male', 'female']), father));
	}
	return [head, ...withoutNamesakes(dice, maker, head, rest)];
}

function flatmates(dice: Dice, maker: PersonMaker, size: number): People {
	const sex = (): Sex => dice.pick(['male', 'female']);
	const head = maker.make('head', dice.between(20, 40), sex());
	return [head, ...times(size - 1, () => maker.make('nonRelative', dice.between(20, 40), sex()))];
}

/** In one household no two people have one name; a roster would call the second a mistake. */
function withoutNamesakes(
	dice: Dice,
	maker: PersonMaker,
	head: DemoPerson,
	rest: DemoPerson[]
): DemoPerson[] {
	const names = new Set([head.name]);
	return rest.map((person) => {
		let different = person;
		while (names.has(different.name)) {
			const { name } = maker.make(person.relation, 2026 - person.birthYear, person.sex, surname(dice));
			different = { ...person, name };
		}
		names.add(different.name);
		return different;
	});
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
