import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Where a Chromium lies on this machine: `LINLI_CHROMIUM`, or the usual places.
 * @returns {string | undefined}
 */
export function chromiumPath() {
	return [process.env.LINLI_CHROMIUM, ...PLACES].find((path) => path && existsSync(path));
}

/** Quiet, and it runs as root in a container. */
export const chromiumArgs = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];
