import type { Door } from '../people/door';
import type { Resident } from '../people/people';
import type { CareRecipient } from './care-recipient';

/** As one would say it: `金桂苑 3 幢 2 单元 501`. @param title of the door, in words */
export const addressOf = ({ compound }: Pick<Door, 'compound'>, title: string): string =>
	[compound?.name, title].filter(Boolean).join(' ');

/** With whom somebody lives, as far as the household tells; whoever helps corrects it. */
export function livingOf(
	people: number,
	{ careCategories }: Pick<Resident, 'careCategories'>
): CareRecipient['living'] {
	if (people === 1 || careCategories.some(({ category }) => category === 'aloneElder')) return 'alone';
	return people === 2 ? 'spouse' : 'children';
}
