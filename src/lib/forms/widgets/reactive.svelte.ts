/** Svelte's way of making a live form's state reactive: hand it in as `FormHost.state`. */
export function reactive<T extends object>(object: T): T {
	const state = $state(object);
	return state;
}
