import type { FunctionTable } from './context';
import { isNodes, toText, type Value } from './value';

/** Metres, as ODK takes it. */
const EARTH_RADIUS = 6_378_100;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

interface Point {
	readonly latitude: number;
	readonly longitude: number;
}

/** Points of a geopoint (`lat lon alt accuracy`) or of several joined by semicolons. */
function points(args: readonly Value[]): Point[] {
	return args
		.flatMap((value) => (isNodes(value) ? value.map((node) => node.text()) : [toText(value)]))
		.flatMap((text) => text.split(';'))
		.map((text) => text.trim().split(/\s+/).map(Number))
		.flatMap(([latitude, longitude]) =>
			latitude === undefined || longitude === undefined ? [] : [{ latitude, longitude }]
		);
}

function metresBetween(from: Point, to: Point): number {
	const cosine =
		Math.sin(radians(from.latitude)) * Math.sin(radians(to.latitude)) +
		Math.cos(radians(from.latitude)) *
			Math.cos(radians(to.latitude)) *
			Math.cos(radians(to.longitude - from.longitude));
	return Math.acos(Math.min(1, cosine)) * EARTH_RADIUS;
}

const hundredths = (value: number) => Math.round(value * 100) / 100;

function distance(list: readonly Point[]): number {
	if (list.length < 2) return NaN;
	let metres = 0;
	for (let index = 1; index < list.length; index++) {
		const [from, to] = [list[index - 1], list[index]];
		if (from && to) metres += metresBetween(from, to);
	}
	return hundredths(metres);
}

function area(list: readonly Point[]): number {
	if (list.length < 3) return 0;
	let total = 0;
	list.forEach((from, index) => {
		const to = list[(index + 1) % list.length] ?? from;
		total +=
			radians(to.longitude - from.longitude) *
			(2 + Math.sin(radians(from.latitude)) + Math.sin(radians(to.latitude)));
	});
	return hundredths(Math.abs((total * EARTH_RADIUS * EARTH_RADIUS) / 2));
}

export const placeFunctions: FunctionTable = {
	/** Metres along the points. */
	distance: { least: 1, most: Infinity, numeric: true, run: (_context, ...args) => distance(points(args)) },
	/** Square metres within the points. */
	area: { least: 1, most: 1, numeric: true, run: (_context, ...args) => area(points(args)) }
};
