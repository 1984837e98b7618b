/** What the code on a contact card begins with, so that another shop's code is told apart. */
const MARK = 'LINLI:';
/** As many of an id's last characters as somebody can type from a card. */
const SHORT = 8;

const ulidOf = (household: string) => household.slice(household.indexOf(':') + 1);

/** What stands in a card's QR code: the household's id and nothing that tells who lives there. */
export const cardContent = (household: string): string => MARK + ulidOf(household);

/** What stands under it, to be typed: `7QF2 9XMK`. */
export const cardCode = (household: string): string =>
	ulidOf(household)
		.slice(-SHORT)
		.replace(/(.{4})(?=.)/g, '$1 ');

/**
 * The household that a scanned or typed code means; `undefined` when none on this device, or more than one. Letters
 * that look like digits count as those.
 */
export function householdOfCode(code: string, households: readonly string[]): string | undefined {
	const wanted = code
		.toUpperCase()
		.replace(MARK, '')
		.replace(/[\s-]/g, '')
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');
	if (wanted.length < SHORT) return undefined;
	const found = households.filter((household) => ulidOf(household).endsWith(wanted));
	return found.length === 1 ? found[0] : undefined;
}
