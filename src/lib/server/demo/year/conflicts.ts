import { createHash } from 'node:crypto';
import type { ServerScope } from 'nano';
import { editProfile } from '../../../merge-edit';
import type { Scope } from '../../../org/scopes';
import type { Household } from '../../../people/people';
import type { Doc } from '../../../record';
import { nextStamp } from '../../../stamp';
import { Dice } from '../dice';
import type { Pen } from './pen';
import { instant, iso, type Span } from './span';

/** One household in a hundred was edited on two phones at the same time (domain.md 4.4). */
const SHARE = 0.01;
const NOTES = [
	['门铃坏了，敲门要重', '门铃已修好'],
	['周末都在家', '平时晚上七点后在家'],
	['有一条狗，进门先打招呼', '狗已送走'],
	['钥匙在对门邻居处', '钥匙在女儿处']
] as const;

/** Both edits of a household as its two phones made them: neither has seen the other's. */
export function doubleEdits(
	plan: ReadonlyMap<Scope, readonly Doc[]>,
	span: Span,
	pen: Pen
): Map<Scope, [Household, Household][]> {
	const dice = new Dice(13);
	const edits = new Map<Scope, [Household, Household][]>();
	for (const [scope, docs] of plan) {
		if (!scope.startsWith('people-')) continue;
		const households = docs.filter((doc): doc is Household => doc.type === 'household');
		const worker = `grid${scope.slice(-2)}`;
		const chosen = dice.shuffled(households).slice(0, Math.round(households.length * SHARE));
		edits.set(
			scope,
			chosen.map((household) => {
				const at = instant(span.last, dice.between(-3 * 1440, -600));
				const [one, other] = dice.pick(NOTES);
				const by = (user: string, note: string, later: number) => {
					const time = at + later * 60_000;
					const stamp = nextStamp(time, household.stamp, pen.device(user));
					return editProfile(household, { note }, { stamp, at: iso(time), by: user });
				};
				return [by(worker, one, 0), by('manager', other, dice.between(5, 200))];
			})
		);
	}
	return edits;
}

/** Puts both edits into the database as CouchDB gets them from two phones: two leaves above one revision. */
export async function writeDoubleEdits(
	server: ServerScope,
	edits: ReadonlyMap<Scope, readonly (readonly [Household, Household])[]>
): Promise<void> {
	for (const [scope, pairs] of edits) {
		if (pairs.length === 0) continue;
		const { rows } = await server.db
			.use<Household>(scope)
			.fetch({ keys: pairs.map(([household]) => household._id) });
		const docs = pairs.flatMap((pair, index) => {
			const row = rows[index];
			const rev = row && 'value' in row ? row.value.rev : '';
			// A demo that is made again finds its conflicts, or what somebody has made of them since.
			if (!rev.startsWith('1-')) return [];
			return pair.map((household) => {
				const hash = createHash('md5').update(JSON.stringify(household)).digest('hex');
				return {
					...household,
					_rev: `2-${hash}`,
					_revisions: { start: 2, ids: [hash, rev.slice(2)] }
				};
			});
		});
		await server.request({ db: scope, path: '_bulk_docs', method: 'POST', body: { new_edits: false, docs } });
	}
}
