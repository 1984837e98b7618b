import type { Calls } from './context';
import { toTexts, words, type Value } from './value';

/** Metres, as ODK takes it. */
const EARTH_RADIUS = 6_378_100;
const { sin, cos, acos, abs, min, round, PI } = Math;

/** Latitude and longitude, in radians. */
type Point = readonly number[];

/** Points of a geopoint (`lat lon alt accuracy`) or of several joined by semicolons. */
const points = (args: readonly Value[]): Point[] =>
	toTexts(args)
		.flatMap((text) => text.split(';'))
		.map((text) => words(text).map((degrees) => (Number(degrees) * PI) / 180))
		.filter((point) => point.length > 1);

function metres([latitude = 0, longitude = 0]: Point, [toLatitude = 0, toLongitude = 0]: Point): number {
	const cosine =
		sin(latitude) * sin(toLatitude) + cos(latitude) * cos(toLatitude) * cos(toLongitude - longitude);
	return acos(min(1, cosine)) * EARTH_RADIUS;
}

/** Twice the strip between a side and the equator. */
const strip = ([latitude = 0, longitude = 0]: Point, [toLatitude = 0, toLongitude = 0]: Point) =>
	(toLongitude - longitude) * (2 + sin(latitude) + sin(toLatitude)) * EARTH_RADIUS ** 2;

const hundredths = (value: number) => round(value * 100) / 100;

export const placeCalls: Calls = {
	/** Metres along the points. */
	distance: (_context, ...args) => {
		const list = points(args);
		let sum = list.length > 1 ? 0 : NaN;
		list.reduce((from, to) => ((sum += metres(from, to)), to));
		return hundredths(sum);
	},
	/** Square metres within the points. */
	area: (_context, ...args) => {
		const list = points(args);
		const sum = list.reduce((total, to, index) => total + strip(list.at(index - 1) ?? to, to), 0);
		return list.length > 2 ? hundredths(abs(sum / 2)) : 0;
	}
};
