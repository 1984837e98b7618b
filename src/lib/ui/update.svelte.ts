import type { Workbox } from 'workbox-window';

/**
 * The offline shell's life: registers the service worker and knows when a new version waits. A new version never takes
 * over by itself: somebody may have a form open.
 */
class Update {
	#waiting = $state(false);
	#started = false;
	#workbox: Workbox | undefined;

	/** True when a new version is ready and waits to be let in. */
	get waiting(): boolean {
		return this.#waiting;
	}

	/** Registers the worker; safe where service workers are missing. */
	async start(): Promise<void> {
		if (this.#started || !('serviceWorker' in navigator)) return;
		this.#started = true;
		try {
			// Fetched once the page stands: no screen needs it to be drawn.
			const { Workbox } = await import('workbox-window');
			this.#workbox = new Workbox('/service-worker.js', { type: 'module', updateViaCache: 'none' });
			const registration = await this.#workbox.register();
			if (registration) this.#watch(registration);
		} catch (error) {
			console.warn('offline shell not registered', error);
		}
	}

	/** Asked of the registration itself: Workbox's own `waiting` event is a guess by time once a page is a minute old. */
	#watch(registration: ServiceWorkerRegistration): void {
		const look = () => {
			if (registration.waiting && navigator.serviceWorker.controller) this.#waiting = true;
		};
		look();
		registration.addEventListener('updatefound', () =>
			registration.installing?.addEventListener('statechange', look)
		);
		// Phones keep an app open for days: look for a new version when it is shown again.
		document.addEventListener('visibilitychange', () => {
			if (document.hidden) return;
			look();
			registration.update().catch(() => undefined);
		});
	}

	/**
	 * Lets the waiting version in and reloads once it has taken over. Chromium holds it back while the old one still has
	 * something to answer, for a tab that was just closed or for this page: after a while the page lets go by itself.
	 */
	accept(): void {
		const reload = () => location.reload();
		this.#workbox?.addEventListener('controlling', reload);
		this.#workbox?.messageSkipWaiting();
		setTimeout(reload, PATIENCE);
	}
}

/** Milliseconds for the new version to take over. */
const PATIENCE = 4_000;

export const update = new Update();
