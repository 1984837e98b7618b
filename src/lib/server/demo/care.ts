import type { CareCategory } from '../../people/people';
import type { Dice } from './dice';
import { DEMO_YEAR, FIGURES } from './figures';
import { isElder, type DemoHousehold, type DemoPerson } from './person';

/** How many people carry a category, and who may. Shares without a public figure are our own (domain.md 4.2, 4.4). */
const GIVEN: readonly [CareCategory, count: number, who: (person: DemoPerson) => boolean][] = [
	['dementia', 18, (person) => isElder(person) && person.relation === 'parent'],
	['disabledElder', 40, (person) => isElder(person) && person.relation === 'parent'],
	['destitute', 10, (person) => person.categories.includes('aloneElder')],
	['veteranCare', 20, isElder],
	['severeHandicap', 40, (person) => !isElder(person) && age(person) > 10],
	['handicap', 80, (person) => !person.categories.includes('severeHandicap')],
	['seriousIllness', 16, (person) => age(person) > 30],
	['jobless', 60, (person) => age(person) >= 22 && age(person) < 60],
	['childInDifficulty', 12, (person) => age(person) < 14],
	['leftBehindChild', 15, (person) => age(person) < 14 && person.relation === 'child']
];

/** Gives care categories to people of the demo, and low income to exactly 219 households. */
export function giveCategories(dice: Dice, households: readonly DemoHousehold[]): void {
	const owners = households.filter((household) => household.kind !== 'rental');
	for (const { people } of dice.shuffled(owners).slice(0, FIGURES.lowIncome))
		people[0].categories.push('lowIncome');
	const people = dice.shuffled(households.flatMap((household) => household.people));
	for (const [category, count, may] of GIVEN)
		for (const person of people.filter(may).slice(0, count)) person.categories.push(category);
}

const age = (person: DemoPerson) => DEMO_YEAR - person.birthYear;
