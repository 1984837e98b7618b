import type { InspectionPoint } from './inspection-point';
import type { Premises } from './premises';

/** Whatever is inspected again and again: a point or premises. */
export type Place = InspectionPoint | Premises;

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** In the order of grids, then names, by number. */
export const inPlaceOrder = (a: Place, b: Place): number =>
	a.grid.localeCompare(b.grid) || collator.compare(a.name, b.name);

/** Whether a place is what somebody types: part of its name, address or operator. */
export function matchesPlace(place: Place, query: string): boolean {
	const wanted = query.trim().toLowerCase();
	const texts = place.type === 'premises' ? [place.name, place.address, place.operator ?? ''] : [place.name];
	return texts.some((text) => text.toLowerCase().includes(wanted));
}
