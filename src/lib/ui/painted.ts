/** Milliseconds after which a page counts as one that draws nothing: hidden, or its screen is off. */
const PATIENCE = 500;

/** Resolves when what was just changed has been drawn. What comes next may be long: it no longer keeps it from being seen. */
export const painted = (): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, PATIENCE);
		// A frame's callbacks run before it is drawn: the next one's run after it.
		requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
	});
