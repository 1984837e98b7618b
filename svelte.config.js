import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const self = "'self'";
const none = "'none'";

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter({ out: 'build/app', precompress: true }),
		// Relative paths break deep links that the service worker answers offline (docs/adr/0001).
		paths: { relative: false },
		// Registered by hand, so that an update can wait and ask (src/lib/shell/update.svelte.ts).
		serviceWorker: { register: false },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': [none],
				'script-src': [self],
				'style-src': [self],
				// SvelteKit's own route announcer carries this one style attribute; no other is let through.
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': [self, 'data:', 'blob:'],
				// Recordings made here are listened to from memory.
				'media-src': [self, 'blob:'],
				'font-src': [self],
				'connect-src': [self],
				'worker-src': [self],
				'manifest-src': [self],
				'base-uri': [none],
				'form-action': [self],
				'frame-ancestors': [none],
				'object-src': [none]
			}
		},
		version: { name: process.env.LINLI_VERSION ?? String(Date.now()) }
	}
};
