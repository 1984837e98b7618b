import type { GeoFix } from '../record';
import type { VisitHead } from './visit';
import type { VisitSettings } from './visit-settings';

const EARTH_RADIUS = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

type Point = Pick<GeoFix, 'lat' | 'lng'>;

/** Great-circle distance in metres. */
export function metresBetween(a: Point, b: Point): number {
	const [dLat, dLng] = [radians(b.lat - a.lat) / 2, radians(b.lng - a.lng) / 2];
	const h = Math.sin(dLat) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLng) ** 2;
	return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** Whether a visit began at its door (R-V9). `unknown`: no fix, or nobody knows where the door is. */
export function verified(
	fix: GeoFix | undefined,
	door: Point | undefined,
	{ evidence }: VisitSettings
): 'verified' | 'elsewhere' | 'unknown' {
	if (!fix || !door) return 'unknown';
	return metresBetween(fix, door) - fix.accuracy <= evidence.maxDistance ? 'verified' : 'elsewhere';
}

/** A home visit that is worth a manager's look: a hint to talk about, never a count to rank by (R-V9, N11). */
export interface QualityHint {
	readonly visit: VisitHead;
	readonly hint: 'short' | 'crowded';
}

/** @param visits of one worker, any order */
export function qualityHints(visits: readonly VisitHead[], { evidence }: VisitSettings): QualityHint[] {
	const home = visits
		.filter((visit) => visit.method === 'home' && !visit.asked)
		.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
	const starts = home.map((visit) => Date.parse(visit.startedAt));
	let first = 0;
	return home.flatMap((visit, i) => {
		const start = starts[i] as number;
		while (start - (starts[first] as number) >= 3_600_000) first++;
		const hints: QualityHint[] = [];
		const met = visit.outcome === 'met' || visit.outcome === 'metFamily';
		if (met && visit.endedAt && Date.parse(visit.endedAt) - start < evidence.minMinutes * 60_000)
			hints.push({ visit, hint: 'short' });
		if (i - first + 1 > evidence.maxHomeVisitsPerHour) hints.push({ visit, hint: 'crowded' });
		return hints;
	});
}
