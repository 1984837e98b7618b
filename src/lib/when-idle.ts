/** Milliseconds after which a page that never rests does the work all the same. */
const PATIENCE = 1_000;

/** Does something once the page has nothing else to do. @returns takes it back, if it has not begun */
export function whenIdle(work: () => void): () => void {
	if (!('requestIdleCallback' in globalThis)) {
		const timer = setTimeout(work);
		return () => clearTimeout(timer);
	}
	const asked = requestIdleCallback(work, { timeout: PATIENCE });
	return () => cancelIdleCallback(asked);
}
