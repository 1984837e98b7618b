import type { Scope } from '../org/scopes';
import type { Wire } from './wire';

/**
 * The name that a database got when it was made or restored (`_local/epoch`): the same name, the same memory. Another
 * one has forgotten what the old one acknowledged. `undefined` for a database that has none.
 */
export async function readEpoch(wire: Wire, scope: Scope): Promise<string | undefined> {
	try {
		const { epoch } = (await wire.json(`/${scope}/_local/epoch`)) as { epoch?: unknown };
		return typeof epoch === 'string' ? epoch : undefined;
	} catch (error) {
		if ((error as { status?: unknown }).status === 404) return undefined;
		throw error;
	}
}
