import { doorNumber, type Door } from './door';

/** One door prepared for searching, so that a keystroke only compares text. */
export interface SearchEntry {
	readonly door: Door;
	/** `3-2-501` */
	readonly number: string;
	/** Digits and dashes of the whole address with the compound's name in front: `金桂苑3-2-501`. */
	readonly address: string;
	readonly names: readonly string[];
	readonly phones: readonly string[];
}

export const searchEntry = (door: Door): SearchEntry => ({
	door,
	number: doorNumber(door),
	address: `${door.compound?.name ?? ''}${doorNumber(door)}`,
	names: door.residents.map((resident) => resident.name),
	phones: door.residents.flatMap((resident) => resident.phone ?? [])
});

const CHINESE_DIGITS = '零一二三四五六七八九';

/**
 * A query as people type or say it, made comparable: full-width to ASCII, `3幢2单元501`, `3 2 501` and `三单元501` to
 * dashes between numbers.
 */
export function normalizeQuery(query: string): string {
	return query
		.normalize('NFKC')
		.replace(/([零一二三四五六七八九])(?=\s*(?:幢|栋|号楼|座|单元|室|楼))/gu, (digit) =>
			String(CHINESE_DIGITS.indexOf(digit))
		)
		.replace(/\s*(?:幢|栋|号楼|座|单元|室|#|\/|、|，|,|—|–|－)\s*/gu, '-')
		.trim()
		.replace(/(\d)\s+(?=\d)/g, '$1-')
		.replace(/-+/g, '-')
		.replace(/-$/, '')
		.toLowerCase();
}

/** Doors that match a query by door number, name or the end of a phone number; best matches first. */
export function searchDoors(entries: readonly SearchEntry[], query: string): Door[] {
	const wanted = normalizeQuery(query);
	if (!wanted) return entries.map((entry) => entry.door);
	return entries
		.map((entry) => ({ entry, rank: rankOf(entry, wanted) }))
		.filter(({ rank }) => rank > 0)
		.sort((a, b) => b.rank - a.rank)
		.map(({ entry }) => entry.door);
}

/** 0: no match. Ties keep walk order, because sorting is stable. */
function rankOf(entry: SearchEntry, wanted: string): number {
	if (entry.number === wanted) return 6;
	if (entry.names.includes(wanted)) return 5;
	if (entry.number.endsWith(`-${wanted}`)) return 4;
	if (entry.number.startsWith(`${wanted}-`)) return 4;
	if (entry.names.some((name) => name.startsWith(wanted))) return 3;
	if (/^\d{4,}$/.test(wanted) && entry.phones.some((phone) => phone.endsWith(wanted))) return 3;
	if (entry.address.includes(wanted) || entry.names.some((name) => name.includes(wanted))) return 1;
	return 0;
}
