import * as v from 'valibot';
import { noiseZone } from '../org/noise-zone';
import { gridCode } from '../org/org';
import { geoFix, profileFields, ref, requiredText, text, type RecordType } from '../record';

export const POINT_KINDS = [
	'wastePoint',
	'noise',
	'greenPlot',
	'corridor',
	'compound',
	'street',
	'patrolRoute',
	'hazardousWaste'
] as const;

/** A place that is inspected again and again (检查点位). */
export const inspectionPointSchema = v.object({
	...profileFields,
	type: v.literal('inspectionPoint'),
	kind: v.picklist(POINT_KINDS),
	name: requiredText(60),
	grid: gridCode,
	building: v.optional(ref('building')),
	/** Code of the template that it is inspected by. */
	template: v.optional(text(40)),
	geo: v.optional(v.pick(geoFix, ['lat', 'lng'])),
	noiseZone: v.optional(noiseZone),
	/** Left out: the template's own (R-I11). */
	expectedCadence: v.optional(v.picklist(['day', 'week', 'month', 'quarter', 'halfYear', 'year']))
});
export type InspectionPoint = v.InferOutput<typeof inspectionPointSchema>;

export const inspectionPointType: RecordType<InspectionPoint> = {
	type: 'inspectionPoint',
	v: 1,
	scope: 'area',
	nature: 'profile',
	schema: inspectionPointSchema,
	columns: (point) => ({
		subject: point.grid,
		kind: point.kind,
		...(point.building && { place: point.building })
	})
};
