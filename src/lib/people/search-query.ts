const DIGITS = '零一二三四五六七八九';
const UNITS = '幢|栋|号楼|座|单元|室|楼|号';

/**
 * A query as people type or say it, made comparable: full-width to ASCII, `3幢2单元501`, `3 2 501`, `三单元501` and
 * `十二幢五零一` to numbers with dashes between them.
 */
export function normalizeQuery(query: string): string {
	return query
		.normalize('NFKC')
		.replaceAll('〇', '零')
		.replaceAll('两', '二')
		.replace(new RegExp(`[${DIGITS}十]+(?=\\s*(?:${UNITS}))`, 'gu'), spokenNumber)
		.replace(/[零一二三四五六七八九]{3,}/gu, spokenNumber)
		.replace(/\s*(?:幢|栋|号楼|座|单元|室|#|\/|、|，|,|—|–|－)\s*/gu, '-')
		.trim()
		.replace(/(\d)\s+(?=\d)/g, '$1-')
		.replace(/-+/g, '-')
		.replace(/-$/, '')
		.toLowerCase()
		.replaceAll('ü', 'v');
}

/** `十二` → 12, `二十` → 20, `五零一` → 501. */
function spokenNumber(spoken: string): string {
	const digit = (char: string | undefined) => (char ? String(Math.max(0, DIGITS.indexOf(char))) : '');
	const ten = spoken.indexOf('十');
	if (ten === -1) return [...spoken].map(digit).join('');
	return `${digit(spoken[ten - 1]) || '1'}${digit(spoken[ten + 1]) || '0'}`;
}
