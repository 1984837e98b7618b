import { strFromU8, unzipSync } from 'fflate';

/** Why a workbook is not read. */
export class WorkbookRefusal extends Error {
	constructor(readonly why: 'damaged' | 'tooLarge' | 'hostile') {
		super(why);
		this.name = 'WorkbookRefusal';
	}
}

const MAX_FILE = 20 << 20;
const MAX_PART = 80 << 20;
const MAX_ALL = 160 << 20;
const MAX_PARTS = 500;

/** The parts that are read; everything else in the package stays packed. */
const WANTED =
	/^xl\/(?:workbook\.xml|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml|_rels\/workbook\.xml\.rels)$/i;

/** The XML parts of a workbook by lower-case path. Sizes are checked before anything is unpacked. @throws {WorkbookRefusal} */
export function unpack(bytes: Uint8Array): ReadonlyMap<string, string> {
	if (bytes.length > MAX_FILE) throw new WorkbookRefusal('tooLarge');
	let parts = 0;
	let all = 0;
	const files = unzip(bytes, (name, size) => {
		parts += 1;
		if (parts > MAX_PARTS) throw new WorkbookRefusal('tooLarge');
		if (!WANTED.test(name)) return false;
		all += size;
		// A part that unpacks to more than it declares does not fit the buffer of its declared size and fails below.
		if (size > MAX_PART || all > MAX_ALL) throw new WorkbookRefusal('tooLarge');
		return true;
	});
	return new Map(Object.entries(files).map(([name, content]) => [name.toLowerCase(), strFromU8(content)]));
}

function unzip(
	bytes: Uint8Array,
	wanted: (name: string, size: number) => boolean
): Record<string, Uint8Array> {
	try {
		return unzipSync(bytes, { filter: (file) => wanted(file.name, file.originalSize) });
	} catch (error) {
		throw error instanceof WorkbookRefusal ? error : new WorkbookRefusal('damaged');
	}
}
