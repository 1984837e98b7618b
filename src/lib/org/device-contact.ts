import * as v from 'valibot';
import { docFields, timestamp, type RecordType } from '../record';

/**
 * When a device last reached the server, and what lay on it unsent then: what a manager needs to know how far figures can
 * be believed (R-R4). One record a device, in its user's own database; its id ends in the device's. Says nothing of
 * where the device was or what was done with it (N11).
 */
export const deviceContactSchema = v.object({
	...docFields,
	type: v.literal('deviceContact'),
	/** UTC ISO, by the device's clock set right by the server's. */
	lastContact: timestamp,
	/** Records that the server had not acknowledged. */
	waiting: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** When the oldest of them was captured, UTC ISO. */
	waitingSince: v.optional(timestamp)
});
export type DeviceContact = v.InferOutput<typeof deviceContactSchema>;

export const deviceContactType: RecordType<DeviceContact> = {
	type: 'deviceContact',
	v: 1,
	scope: 'user',
	// What is, not what happened: the device itself replaces it, and nobody else may.
	nature: 'profile',
	schema: deviceContactSchema,
	columns: (contact) => ({ at: contact.lastContact }),
	mayWrite: (contact, writer) => contact.createdBy === writer.name
};
