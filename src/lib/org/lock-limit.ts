import { withSettings } from './settings';

/** What a community may ask of every device's lock; topic `privacy`, under `lock`. 0: everybody decides. */
const SHIPPED = { lock: { idle: 0 } };

/** Minutes without a touch after which a device locks at the latest. */
export const LOCK_LIMITS = [0, 2, 5, 10, 30] as const;

/** @param values of the topic `privacy`, oldest first @returns minutes; 0 for no limit */
export const lockLimit = (values: readonly unknown[]): number =>
	values.reduce<typeof SHIPPED>((sum, changed) => withSettings(sum, changed), SHIPPED).lock.idle;
