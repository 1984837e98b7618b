import { expect, test } from 'vitest';
import { pattern } from './pattern';

test.each([
	['^(a+)+$', 'pattern_nested'],
	['(a*)*', 'pattern_nested'],
	['(a|aa)+', 'pattern_nested'],
	['((ab)*c?)+', 'pattern_nested'],
	['(a{1,30}){1,30}', 'pattern_nested'],
	['(?:x+x+)+y', 'pattern_nested'],
	['(a)\\1', 'pattern_back_reference'],
	['(?<n>a)\\k<n>', 'pattern_back_reference'],
	['a*b*c*d*e*', 'pattern_too_open'],
	['('.repeat(3), 'pattern_invalid'],
	['a'.repeat(201), 'pattern_too_long']
] as const)('refuses %s', (source, danger) => {
	expect(pattern(source).danger).toBe(danger);
});

test.each([
	['^1[3-9]\\d{9}$', '13800138000', '23800138000'],
	['^(\\d{1,3}\\.){3}\\d{1,3}$', '192.168.0.1', '192.168.0'],
	['^[^@]+@[^@]+\\.[^@]+$', 'a@b.cn', 'a@b'],
	['^(男|女)$', '女', '无'],
	['^\\d{17}[\\dXx]$', '11010519491231002X', '1101']
])('allows %s', (source, fits, misses) => {
	expect(pattern(source).danger).toBeUndefined();
	expect(pattern(source).test(fits)).toBe(true);
	expect(pattern(source).test(misses)).toBe(false);
});

test('a dangerous pattern matches nothing, so it cannot run', () => {
	expect(pattern('^(a+)+$').test('a'.repeat(28))).toBe(false);
});
