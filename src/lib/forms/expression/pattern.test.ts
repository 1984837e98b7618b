import { expect, test } from 'vitest';
import { patternFault } from '../check/pattern-fault';
import { patternTest } from './pattern';

test.each([
	['^(a+)+$', 'pattern_nested'],
	['(a*)*', 'pattern_nested'],
	['(a|aa)+', 'pattern_nested'],
	['((ab)*c?)+', 'pattern_nested'],
	['(a{1,30}){1,30}', 'pattern_nested'],
	['(?:x+x+)+y', 'pattern_nested'],
	['(?<name>(a|b|c|d)|e){12}', 'pattern_nested'],
	['([<>]+)+', 'pattern_nested'],
	['(a)\\1', 'pattern_back_reference'],
	['(?<n>a)\\k<n>', 'pattern_back_reference'],
	['a*b*c*d*e*', 'pattern_too_open'],
	['('.repeat(3), 'pattern_invalid'],
	['a'.repeat(201), 'pattern_too_long']
] as const)('refuses %s, and says why', (source, fault) => {
	expect(patternTest(source)).toBeUndefined();
	expect(patternFault(source)).toBe(fault);
});

test.each([
	['^1[3-9]\\d{9}$', '13800138000', '23800138000'],
	['^(\\d{1,3}\\.){3}\\d{1,3}$', '192.168.0.1', '192.168.0'],
	['^[^@]+@[^@]+\\.[^@]+$', 'a@b.cn', 'a@b'],
	['^(1\\d{10},)*1\\d{10}$', '13800138000,13800138001', '138'],
	['^(男|女)$', '女', '无'],
	['^\\d{17}[\\dXx]$', '11010519491231002X', '1101']
])('allows %s', (source, fits, misses) => {
	expect(patternFault(source)).toBeUndefined();
	expect(patternTest(source)?.(fits)).toBe(true);
	expect(patternTest(source)?.(misses)).toBe(false);
});
