import { CARE_CATEGORIES, RELATIONS, type CareCategory, type Resident } from './people';

/** A person as typed: text fields are empty, never absent. Only what domain.md 3.3 lets us collect (R-V13). */
export interface PersonValues {
	name: string;
	sex: '' | 'male' | 'female';
	birthYear: string;
	phone: string;
	relationToHead: Resident['relationToHead'];
	careCategories: CareCategory[];
}

export const emptyPerson = (relationToHead: Resident['relationToHead'] = 'otherRelative'): PersonValues => ({
	name: '',
	sex: '',
	birthYear: '',
	phone: '',
	relationToHead,
	careCategories: []
});

export const personValues = (resident: Resident): PersonValues => ({
	name: resident.name,
	sex: resident.sex ?? '',
	birthYear: resident.birthYear?.toString() ?? '',
	phone: resident.phone ?? '',
	relationToHead: RELATIONS.includes(resident.relationToHead) ? resident.relationToHead : 'otherRelative',
	careCategories: resident.careCategories
		.map(({ category }) => category)
		.filter((category) => CARE_CATEGORIES.includes(category))
});

export type PersonProblem = 'nameMissing' | 'birthYear' | 'phone';

const MOBILE = /^1\d{10}$/;
const LANDLINE = /^0\d{2,3}-?\d{7,8}(?:-\d{1,6})?$/;

/** What is wrong with the values, by field; numbers as in domain.md 2.7. @param year the current one */
export function personProblems(values: PersonValues, year: number): PersonProblem[] {
	const problems: PersonProblem[] = [];
	if (!values.name.trim()) problems.push('nameMissing');
	const birthYear = Number(values.birthYear);
	if (values.birthYear && !(Number.isInteger(birthYear) && birthYear >= 1900 && birthYear <= year))
		problems.push('birthYear');
	const phone = values.phone.replaceAll(' ', '');
	if (phone && !MOBILE.test(phone) && !LANDLINE.test(phone)) problems.push('phone');
	return problems;
}

type Fields = Pick<Resident, 'name' | 'sex' | 'birthYear' | 'phone' | 'relationToHead' | 'careCategories'>;

/**
 * The fields of a resident that the values give. A category that was there keeps its dates, and so does one that this
 * app does not know. @param before the resident as he stands, when one is corrected
 */
export function personFields(values: PersonValues, before?: Resident): Fields {
	const known = (category: string) => (CARE_CATEGORIES as readonly string[]).includes(category);
	const kept = (before?.careCategories ?? []).filter(
		({ category }) => !known(category) || values.careCategories.includes(category)
	);
	const added = values.careCategories
		.filter((category) => !kept.some((one) => one.category === category))
		.map((category) => ({ category }));
	return {
		name: values.name.trim(),
		sex: values.sex || undefined,
		birthYear: values.birthYear ? Number(values.birthYear) : undefined,
		phone: values.phone.replaceAll(' ', '') || undefined,
		relationToHead: values.relationToHead,
		careCategories: [...kept, ...added]
	};
}

/**
 * People who may be the same as somebody being typed in: the same name, or the same phone. @param except the person who
 * is being corrected
 */
export function possibleDuplicates(
	values: Pick<PersonValues, 'name' | 'phone' | 'birthYear'>,
	residents: readonly Resident[],
	except?: string
): Resident[] {
	const name = values.name.trim();
	const phone = values.phone.replaceAll(' ', '');
	const year = Number(values.birthYear) || undefined;
	return residents.filter((resident) => {
		if (resident._id === except) return false;
		if (phone.length >= 7 && resident.phone === phone) return true;
		if ([...name].length < 2 || ![resident.name, ...(resident.formerNames ?? [])].includes(name))
			return false;
		return !year || !resident.birthYear || Math.abs(resident.birthYear - year) <= 1;
	});
}
