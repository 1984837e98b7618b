/** `王秀英` → `王*`. Compound surnames stay whole: `欧阳*`. The mask's length tells nothing of the name's. */
export function maskName(name: string): string {
	const trimmed = name.trim();
	if (!trimmed) return '';
	const surname = COMPOUND_SURNAMES.find((s) => trimmed.startsWith(s) && trimmed.length > s.length);
	return `${surname ?? [...trimmed][0]}*`;
}

const COMPOUND_SURNAMES = [
	'欧阳',
	'司马',
	'上官',
	'诸葛',
	'东方',
	'皇甫',
	'尉迟',
	'公孙',
	'慕容',
	'司徒',
	'夏侯',
	'令狐'
];

/** `13812341234` → `138****1234`; anything shorter than 8 digits keeps only its last two. */
export function maskPhone(phone: string): string {
	const digits = phone.trim();
	return digits.length >= 8 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `****${digits.slice(-2)}`;
}
