import { defineConfig } from '@playwright/test';

export default defineConfig({
	testDir: '.',
	testMatch: '*.spec.ts',
	outputDir: '../../test-results/e2e',
	workers: 1,
	fullyParallel: false,
	timeout: 240_000,
	expect: { timeout: 45_000 },
	forbidOnly: !!process.env.CI,
	reporter: [['list'], ['json']]
});
