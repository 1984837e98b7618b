/*
 * Which PINs are refused, and why. Six digits hold against a curious finder of the phone only while nobody can guess
 * them in the few tries that the waits allow.
 */

/** `digits`: six digits on a keypad. `passphrase`: at least eight characters. */
export type PinKind = 'digits' | 'passphrase';

export const PIN_LENGTH = 6;
export const PASSPHRASE_LENGTH = 8;

/**
 * `length`: not six digits, or a passphrase under eight characters. `same`, `row`, `repeat`: 111111, 123456, 121212.
 * `birthday`: reads as a date. `known`: among those that many people take. `name`: the user's own name.
 */
export type PinWeakness = 'length' | 'same' | 'row' | 'repeat' | 'birthday' | 'known' | 'name';

/** Shapes of the keypad, lucky numbers, puns: what lists of leaked PINs have on top beside the patterns below. */
const KNOWN = new Set([
	...['147258', '258369', '147369', '159357', '159753', '753951', '741852', '963852', '142536', '789456'],
	...['456789', '520131', '521314', '201314', '131420', '131452', '168888', '888666', '666888', '518518'],
	...['112233', '111222', '123321', '100200', '102030', '110120', '120119', '110119', '124578', '135790']
]);

/** Why this secret is too easy to guess; `undefined` when nothing is against it. */
export function pinWeakness(secret: string, kind: PinKind, userName = ''): PinWeakness | undefined {
	if (kind === 'passphrase') return passphraseWeakness(secret.normalize('NFKC'), userName);
	if (!/^\d{6}$/.test(secret)) return 'length';
	if (inRow(secret)) return 'row';
	if (/^(\d)\1+$/.test(secret)) return 'same';
	if (/^(\d{2})\1\1$|^(\d{3})\2$|^(\d)\3\3(\d)\4\4$|^(\d)\5(\d)\6(\d)\7$/.test(secret)) return 'repeat';
	if (KNOWN.has(secret)) return 'known';
	return isDate(secret) ? 'birthday' : undefined;
}

function passphraseWeakness(secret: string, userName: string): PinWeakness | undefined {
	const characters = [...secret.trim()];
	if (characters.length < PASSPHRASE_LENGTH) return 'length';
	if (new Set(characters).size < 4) return 'same';
	if (inRow(secret)) return 'row';
	if (/^(.{1,4})\1+$/u.test(secret)) return 'repeat';
	if (/^(?:19|20)\d{6}$/.test(secret) && isMonthDay(secret.slice(4))) return 'birthday';
	if (/^(?:password|passw0rd|qwerty|mima|woaini|iloveyou)\d*$/i.test(secret)) return 'known';
	return userName && secret.toLowerCase().includes(userName.toLowerCase()) ? 'name' : undefined;
}

/** 123456, 654321, 890123. */
function inRow(secret: string): boolean {
	if (!/^\d+$/.test(secret)) return false;
	const steps = new Set(
		[...secret].slice(1).map((digit, i) => (10 + Number(digit) - Number(secret[i])) % 10)
	);
	return steps.size === 1 && (steps.has(1) || steps.has(9));
}

/** Six digits as birthdays are written: 850312, 198503, 031285. */
function isDate(pin: string): boolean {
	const [first, rest] = [pin.slice(0, 2), pin.slice(2)];
	if (isMonthDay(rest) || isMonthDay(pin.slice(0, 4))) return true;
	return (first === '19' || first === '20') && isMonthDay(`${pin.slice(4)}01`);
}

function isMonthDay(digits: string): boolean {
	const [month, day] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
	return (
		month >= 1 &&
		month <= 12 &&
		day >= 1 &&
		day <= (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31)
	);
}
