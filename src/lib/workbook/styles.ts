import { tags } from './markup';

/** Which cell styles show a number as a date or a time, by the style's index. */
export function readDateStyles(xml: string): ReadonlySet<number> {
	const formats = new Map<string, string>();
	const dates = new Set<number>();
	let inCellFormats = false;
	let index = 0;
	for (const tag of tags(xml)) {
		if (tag.name === 'numFmt')
			formats.set(tag.attribute('numFmtId') ?? '', tag.attribute('formatCode') ?? '');
		else if (tag.name === 'cellXfs') inCellFormats = true;
		else if (tag.name === '/cellXfs') inCellFormats = false;
		else if (tag.name === 'xf' && inCellFormats) {
			const id = tag.attribute('numFmtId') ?? '0';
			if (isDate(Number(id), formats.get(id))) dates.add(index);
			index += 1;
		}
	}
	return dates;
}

/** Formats 14–22 and 45–47 are Excel's own dates and times; others say so by their letters outside quotes. */
const isDate = (id: number, code: string | undefined) =>
	(id >= 14 && id <= 22) ||
	(id >= 45 && id <= 47) ||
	(code !== undefined && /[ymdh]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')));
