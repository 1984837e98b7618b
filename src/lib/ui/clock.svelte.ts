/** The time as screens see it: moves once a minute and when the page is shown again. */
class Clock {
	#now = $state.raw(new Date());

	constructor() {
		if (typeof document === 'undefined') return;
		const tick = () => (this.#now = new Date());
		setInterval(tick, 60_000);
		document.addEventListener('visibilitychange', () => document.hidden || tick());
	}

	get now(): Date {
		return this.#now;
	}
}

export const clock = new Clock();
