/*
 * For every answer of the app. The Content-Security-Policy is not among them: SvelteKit computes it with the hashes of
 * its own scripts (svelte.config.js).
 */
const HEADERS: Readonly<Record<string, string>> = {
	'x-content-type-options': 'nosniff',
	// An address may hold a record's id: other sites never learn it.
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	// Photographs, a spoken note and a place, each asked for and never followed (N11); nothing else of the device.
	'permissions-policy':
		'camera=(self), geolocation=(self), microphone=(self), payment=(), usb=(), browsing-topics=()'
};

/** Adds what every answer carries. A shell that is asked for is compared with the server's each time. */
export function secure(headers: Headers): void {
	for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
	if (!headers.has('cache-control')) headers.set('cache-control', 'no-cache');
}
