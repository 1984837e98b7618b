import type { Store, Stored } from '../store/contract';
import type { Inspection } from './inspection';
import type { InspectionPoint } from './inspection-point';
import type { InspectionTemplate } from './inspection-template';
import { inPlaceOrder, type Place } from './place';
import type { Premises } from './premises';

/** What there is to inspect on this device, in the order of grids and names. */
export interface Places {
	readonly points: readonly InspectionPoint[];
	readonly premises: readonly Premises[];
}

export async function readPlaces(store: Store): Promise<Places> {
	const [points, premises] = await Promise.all([
		store.find<InspectionPoint>({ type: 'inspectionPoint' }),
		store.find<Premises>({ type: 'premises' })
	]);
	return {
		points: points.map(({ record }) => record).sort(inPlaceOrder),
		premises: premises.map(({ record }) => record).sort(inPlaceOrder)
	};
}

/** One place with what was found there, newest first. */
export interface PlaceHistory {
	readonly stored: Stored<Place>;
	readonly inspections: readonly Stored<Inspection>[];
	/** The template of an inspection, in the version that it was made by. */
	readonly templates: readonly InspectionTemplate[];
}

/** `null` when the place is not on this device. */
export async function readPlace(
	store: Store,
	id: string,
	areas: readonly string[]
): Promise<PlaceHistory | null> {
	for (const area of areas) {
		const stored = await store.read<Place>(area, id);
		if (!stored) continue;
		const [inspections, templates] = await Promise.all([
			store.find<Inspection>({ type: 'inspection', subject: id, scopes: [area], newestFirst: true }),
			store.find<InspectionTemplate>({ type: 'inspectionTemplate', scopes: [area] })
		]);
		return { stored, inspections, templates: templates.map(({ record }) => record) };
	}
	return null;
}
