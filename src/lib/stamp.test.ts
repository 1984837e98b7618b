import { expect, test } from 'vitest';
import { nextStamp, stampTime } from './stamp';

test('a stamp carries its wall time', () => {
	expect(stampTime(nextStamp(1_795_000_000_000, '', 'd1'))).toBe(1_795_000_000_000);
});

test('stamps sort as text and never run backwards, whatever the clock does', () => {
	const first = nextStamp(2_000, '', 'd1');
	const clockWentBack = nextStamp(1_000, first, 'd1');
	const later = nextStamp(3_000, clockWentBack, 'd1');
	expect([later, first, clockWentBack].sort()).toEqual([first, clockWentBack, later]);
});

test('a stamp seen from another device is overtaken', () => {
	const theirs = nextStamp(9_000, '', 'd2');
	expect(nextStamp(1_000, theirs, 'd1') > theirs).toBe(true);
});
