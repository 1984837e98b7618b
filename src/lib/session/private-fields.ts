const FIELDS = 'input, textarea, select';

/**
 * Keeps what is typed out of the browser's own memory. Browsers write the fields of a page into their session files,
 * plain, to fill them again after a crash; a field with `autocomplete="off"` is left out. Every field of the app, now
 * and later: one that is forgotten would lie on a lost phone (N8). Returns what ends it.
 */
export function privateFields(root: HTMLElement): () => void {
	const close = (node: Element) => {
		if (node.matches(FIELDS)) node.setAttribute('autocomplete', 'off');
		for (const field of node.querySelectorAll(FIELDS)) field.setAttribute('autocomplete', 'off');
	};
	close(root);
	const observer = new MutationObserver((changes) => {
		for (const { addedNodes } of changes)
			for (const node of addedNodes) if (node instanceof Element) close(node);
	});
	observer.observe(root, { childList: true, subtree: true });
	return () => observer.disconnect();
}
