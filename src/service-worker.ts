/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { build, files, version } from '$service-worker';
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

/*
 * The offline shell: every file of the build and one page that opens every address. Records never pass through here;
 * they live in the device store.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;

/** What of `static/` the shell needs. */
const SHELL_FILES = /\.(?:svg|png|webmanifest|woff2)$/;

precacheAndRoute([
	// The build's names carry a hash: the name is the revision.
	...build.map((url) => ({ url, revision: null })),
	...files.filter((url) => SHELL_FILES.test(url)).map((url) => ({ url, revision: version })),
	// The page that opens every address. Its revision changes with every build (docs/adr/0001).
	{ url: '/', revision: version }
]);
cleanupOutdatedCaches();

registerRoute(new NavigationRoute(createHandlerBoundToURL('/'), { denylist: [/^\/db\//, /^\/api\//] }));

// The first install takes over the page that is open, so that it works offline from then on. A later version waits
// until somebody lets it in: it must not pull the files from under an open form.
clientsClaim();
worker.addEventListener('message', (event) => {
	if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void worker.skipWaiting();
});
