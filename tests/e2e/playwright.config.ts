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
	// Real browsers on a shared machine: a second try is allowed, and npm test says which test needed it.
	retries: 1,
	reporter: [['list'], ['json']]
});
