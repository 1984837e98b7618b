import { describe, expect, test } from 'vitest';
import { overwriteGetLocale } from '../paraglide/runtime';
import { titleText } from './issue-text';
import { raisedIssue } from './raised-issue';

describe('R-V3 the title of an issue', () => {
	const [raised] = raisedIssue({
		grid: '330102016001002',
		household: 'household:01KAJ0000000000000000000AB',
		dwelling: 'dwelling:01KAJ0000000000000000000AC',
		due: '2026-11-15',
		since: '2026-11-17T16:00:00.000Z'
	});

	test('that a rule opened is told in the reader’s language', () => {
		overwriteGetLocale(() => 'zh-CN');
		expect(titleText(raised)).toBe(raised.title);
		overwriteGetLocale(() => 'en');
		expect(titleText(raised)).toBe('Key household: nobody met for far too long');
	});
	test('that a person wrote stays in that person’s words', () => {
		overwriteGetLocale(() => 'en');
		expect(titleText({ ...raised, createdBy: 'grid02', title: '楼道堆物' })).toBe('楼道堆物');
	});
});
