import { Workbox } from 'workbox-window';

/**
 * The offline shell's life: registers the service worker and knows when a new version waits. A new version never takes
 * over by itself: somebody may have a form open.
 */
class Update {
	#waiting = $state(false);
	#workbox: Workbox | undefined;

	/** True when a new version is ready and waits to be let in. */
	get waiting(): boolean {
		return this.#waiting;
	}

	/** Registers the worker; safe where service workers are missing. */
	start(): void {
		if (this.#workbox || !('serviceWorker' in navigator)) return;
		this.#workbox = new Workbox('/service-worker.js', { type: 'module', updateViaCache: 'none' });
		this.#workbox.addEventListener('waiting', () => (this.#waiting = true));
		this.#workbox.register().catch((error: unknown) => console.warn('offline shell not registered', error));
		// Phones keep an app open for days: look for a new version when it is shown again.
		document.addEventListener('visibilitychange', () => {
			if (!document.hidden) this.#workbox?.update().catch(() => undefined);
		});
	}

	/** Lets the waiting version in and reloads once it has taken over. */
	accept(): void {
		this.#workbox?.addEventListener('controlling', () => location.reload());
		this.#workbox?.messageSkipWaiting();
	}
}

export const update = new Update();
