import type { CareCategory } from '../../people/people';
import type { Relation, Sex, Tenure } from '../roster/words';
import type { Dice } from './dice';
import { DEMO_YEAR } from './figures';
import { givenName, surname } from './names';

export interface DemoPerson {
	readonly name: string;
	readonly sex: Sex;
	readonly birthYear: number;
	readonly phone: string;
	readonly relation: Relation;
	readonly categories: CareCategory[];
}
export interface DemoHousehold {
	readonly kind: 'aloneElder' | 'elderCouple' | 'family' | 'rental';
	readonly tenure: Tenure;
	readonly people: readonly [DemoPerson, ...DemoPerson[]];
}

export const isElder = (person: DemoPerson): boolean => DEMO_YEAR - person.birthYear >= 60;

/** Makes people one after the other; no two share a telephone number. */
export class PersonMaker {
	readonly #dice: Dice;
	#phones = 0;

	constructor(dice: Dice) {
		this.#dice = dice;
	}

	make(relation: Relation, age: number, sex: Sex, familyName = surname(this.#dice)): DemoPerson {
		const birthYear = DEMO_YEAR - age;
		return {
			name: familyName + givenName(this.#dice, sex, birthYear),
			sex,
			birthYear,
			phone: this.#hasPhone(age) ? this.#phone() : '',
			relation,
			categories: age >= 80 ? ['oldest80'] : []
		};
	}

	#hasPhone(age: number): boolean {
		return age >= 12 && this.#dice.chance(age >= 80 ? 0.7 : 0.95);
	}

	/** 104 begins no Chinese mobile number (roster/phone.ts). The factor is prime to 10⁸, so no number comes twice. */
	#phone(): string {
		this.#phones += 1;
		return `104${String((this.#phones * 79_190_127) % 100_000_000).padStart(8, '0')}`;
	}
}
