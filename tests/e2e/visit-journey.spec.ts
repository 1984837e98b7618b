import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askAs, homesOf, sessionCookie, type Doc, type Home } from './demo-people';
import { couchFromEnvironment, LinliServer } from './linli-server';
import { goTo, offlineShellReady, Phone, saveVisit, signIn } from './phone';

/*
 * The whole job, once through: five visits and what follows from them, recorded without a network on a phone whose
 * browser was killed, reach the database, the manager and a second phone. On the embedded server, and on Apache CouchDB
 * when one is named.
 */
const WORKER = 'grid02';
const GRID = 'people-330102016001002';
/** New at every run: a CouchDB may hold visits of earlier ones. */
const NOTE = `老人说楼道灯坏了，已记下。“OK” <b>& more</b> 🙂 ${Date.now()}`;
const CORRECTED = `不是拒访，是下次再约。${Date.now()}`;

for (const kind of ['embedded server', 'Apache CouchDB'] as const) {
	test.describe(`a visit recorded offline, on the ${kind}`, () => {
		const couch = kind === 'Apache CouchDB' ? couchFromEnvironment() : undefined;
		test.skip(
			kind === 'Apache CouchDB' && !couch,
			'set COUCHDB_URL, COUCHDB_USER and COUCHDB_PASSWORD to run it'
		);

		let server: LinliServer;
		let phone: Phone;
		let secondPhone: Phone;
		let desk: Phone;

		test.beforeAll(async () => {
			server = await LinliServer.withDemo(couch);
			await server.start();
			phone = new Phone();
			secondPhone = new Phone();
			desk = new Phone();
			await phone.start();
		});
		test.afterAll(async () => {
			await phone?.remove();
			await secondPhone?.remove();
			await desk?.remove();
			await server?.remove();
		});

		// What the browsers said, when something went wrong.
		test.afterEach(({ browserName: _ }, { status, expectedStatus }) => {
			if (status !== expectedStatus) console.log(phone.complaints, secondPhone.complaints, desk.complaints);
		});

		test('survives a killed browser and a dead server, arrives once, and is seen by the manager and on a second phone', async () => {
			test.slow();
			const earlier = await idsInGrid(server, 'visit:');
			const homes = await homesOf(server, WORKER, GRID);

			const home = await phone.tab();
			await signIn(home, server.origin, WORKER);
			await expect(home.getByText(/还可走访 \d+ 户/)).toBeVisible();
			await expect(home.getByText('正在取回您的网格')).toBeHidden();
			await goTo(home, `${server.origin}/households`);
			await expect(home.getByText(`${homes.length} 户`)).toBeVisible();
			await offlineShellReady(home);
			await phone.cookieOnDisk();
			// The dictionary of readings has come before the network goes.
			await home.getByRole('searchbox').focus();

			// No network, and nobody at the other end either.
			await phone.context.setOffline(true);
			await server.kill();
			const visiting = await phone.tab();
			const [met, refused, moved] = homes.filter(({ ordinary }) => ordinary);
			const [alone, inDanger] = homes.filter(({ cared }) => cared);
			if (!met || !refused || !moved || !alone || !inDanger) throw new Error('the demo has too few homes');

			// By the number of the door, as it is said.
			await goTo(visiting, `${server.origin}/households`);
			await findBy(visiting, met.number, met);
			await openForm(visiting);
			await answer(visiting, '见到本人', '日常走访', '安全检查');
			await visiting.getByLabel(/备注/).fill(NOTE);
			await saveVisit(visiting);
			await expect(visiting.getByText('仅本机').first()).toBeVisible();

			// By a name's first letters.
			await goTo(visiting, `${server.origin}/households`);
			await findBy(visiting, refused.initials, refused);
			await openForm(visiting);
			await answer(visiting, '拒访');
			await saveVisit(visiting);
			await visiting.getByRole('link', { name: '更正这次走访' }).click();
			await expect(visiting.getByRole('heading', { name: '更正这次走访' })).toBeVisible();
			// The phone locked meanwhile: it is still a correction, with what was answered then.
			await goTo(visiting, visiting.url());
			await expect(visiting.getByRole('heading', { name: '更正这次走访' })).toBeVisible();
			await expect(visiting.getByRole('radio', { name: '拒访' })).toBeChecked();
			await visiting.getByLabel(/备注/).fill(CORRECTED);
			await saveVisit(visiting);
			await expect(visiting.getByText('已更正，见新的记录')).toBeVisible();

			// In the drawing of the building.
			await goTo(visiting, `${server.origin}/households/buildings/${moved.building}`);
			await visiting.locator(`a[href="${moved.path}"]`).click();
			await openForm(visiting);
			await answer(visiting, '已搬走');
			await saveVisit(visiting);

			// Nobody opens to somebody old who lives alone: phone, contact, neighbour, report (R-V5).
			await goTo(visiting, server.origin + alone.path);
			await openForm(visiting);
			await answer(visiting, '无人应门');
			await saveVisit(visiting);
			for (const step of ['给本人打电话', '问紧急联系人', '问邻居']) {
				await expect(visiting.getByText(step, { exact: true })).toBeVisible();
				await visiting.getByRole('button', { name: '没联系上' }).click();
			}
			await visiting.getByRole('button', { name: '上报社区' }).click();
			await expect(visiting.getByRole('button', { name: '上报社区' })).toBeHidden();

			// Gas: help first, then the record (R-E8).
			await goTo(visiting, server.origin + inDanger.path);
			await openForm(visiting);
			await answer(visiting, '见到本人', '安全检查');
			for (const question of ['身体', '精神', '用电', '卫生']) await grade(visiting, question, '正常');
			await expect(visiting.getByRole('link', { name: /119/ })).toBeHidden();
			await grade(visiting, '燃气、用火', '严重');
			await expect(visiting.getByRole('link', { name: /119/ })).toHaveAttribute('href', 'tel:119');
			await saveVisit(visiting);

			await phone.kill();
			await phone.start();

			const reopened = await phone.tab();
			await goTo(reopened, server.origin + met.path);
			await expect(reopened.getByText(NOTE)).toBeVisible();
			await expect(reopened.getByText('仅本机', { exact: true })).toBeVisible();
			await goTo(reopened, server.origin + refused.path);
			await expect(reopened.getByText(CORRECTED)).toBeVisible();
			await reopened.getByRole('link', { name: '我的' }).click();
			// Five visits, a correction and three calls; two issues, each with the action that reports it.
			await expect(reopened.getByTestId('waiting')).toHaveText('13');

			await server.start();
			await reopened.getByRole('button', { name: '立即发送' }).click();
			await expect(reopened.getByTestId('waiting')).toHaveText('0');
			await expect(reopened.getByText('已到服务器').first()).toBeVisible();

			const ids = (await idsInGrid(server, 'visit:')).filter((id) => !earlier.includes(id));
			const visits = await Promise.all(ids.map((id) => document(server, id)));
			expect(visits.map(({ outcome }) => outcome).sort()).toEqual(
				['met', 'met', 'movedAway', ...Array<string>(4).fill('noAnswer'), 'refused', 'refused'].sort()
			);
			const record: Partial<Doc> = visits.find(({ note }) => note === NOTE) ?? {};
			expect(record).toMatchObject({
				type: 'visit',
				v: 1,
				createdBy: WORKER,
				origin: 'field',
				subject: met.household,
				method: 'home',
				outcome: 'met',
				purposes: ['routine', 'safety'],
				form: { id: 'household-visit' },
				answers: { method: 'home', outcome: 'met', purposes: ['routine', 'safety'], note: NOTE }
			});
			for (const field of ['createdAt', 'startedAt', 'endedAt', 'device', 'stamp', 'dwelling'])
				expect(record[field], field).toEqual(expect.any(String));

			await secondPhone.start();
			const other = await secondPhone.tab();
			await signIn(other, server.origin, WORKER);
			await expect(other.getByText(/今天已走访 [1-9]/)).toBeVisible();
			await goTo(other, server.origin + met.path);
			await expect(other.getByText(NOTE)).toBeVisible();
			await expect(other.getByText('已到服务器').first()).toBeVisible();
			for (const page of [reopened, other]) await openToday(page, server);
			const list = await doorsListed(reopened);
			await expect.poll(() => doorsListed(other)).toEqual(list);

			await desk.start();
			const seat = await desk.tab();
			await signIn(seat, server.origin, 'manager');
			await goTo(seat, `${server.origin}/households`);
			await seat.getByRole('button', { name: /02/ }).click();
			await expect(seat.getByText('正在取回您的网格')).toBeHidden();
			await goTo(seat, server.origin + met.path);
			await expect(seat.getByText(NOTE)).toBeVisible();
			await goTo(seat, `${server.origin}/issues`);
			await expect(seat.getByText('红色信号：燃气、用火有危险').first()).toBeVisible();
			await expect(seat.getByText('走访联系不上').first()).toBeVisible();

			// The figures, and the lists behind them (R-V12).
			await goTo(seat, `${server.origin}/manage`);
			await seat.getByRole('link', { name: /^02 网格 按时完成 \d/ }).click();
			await expect(seat.locator(`a[href="${met.path}"]`)).toBeVisible();
			await goTo(seat, `${server.origin}/manage`);
			await seat.getByRole('link', { name: /^02 网格 独居老人 [1-9]/ }).click();
			await seat.getByText('本月已联系', { exact: true }).click();
			await expect(seat.locator(`a[href="${inDanger.path}"]`)).toBeVisible();

			for (const one of [phone, secondPhone, desk])
				expect(complaintsThatMatter(one), 'the console').toEqual([]);
		});

		test('another grid’s worker and a signed-out client are refused by the server itself', async () => {
			const paths = ['', '/_all_docs', '/_changes', '/_bulk_get', '/_local/x'];
			const direct =
				couch?.url ??
				(JSON.parse(readFileSync(join(server.data, 'server.json'), 'utf8')) as { url: string }).url;
			for (const base of [`${server.origin}/db`, direct]) {
				const theirs = await sessionCookie(base, 'grid03');
				for (const path of paths) {
					const options = path === '/_bulk_get' ? { method: 'POST', body: '{"docs":[]}' } : {};
					const ask = async (cookie: string) => {
						const headers = { cookie, 'content-type': 'application/json' };
						return (await fetch(`${base}/${GRID}${path}`, { ...options, headers })).status;
					};
					expect(await ask(theirs), `${base}${path} as another grid's worker`).toBe(403);
					expect(await ask(''), `${base}${path} signed out`).toBe(401);
				}
			}
		});
	});
}

/** Types what somebody would, and opens the door that it means. */
async function findBy(page: Page, words: string, { path }: Home): Promise<void> {
	await page.getByRole('searchbox').fill(words);
	await page.locator(`a[href="${path}"]`).first().click();
	await page.waitForURL(`**${path}`);
}

const openForm = (page: Page) => page.getByRole('link', { name: '开始走访' }).click();

/** Taps what happened, and what it was for. */
async function answer(page: Page, ...choices: readonly string[]): Promise<void> {
	for (const choice of choices) await page.getByText(choice, { exact: true }).click();
}

const grade = (page: Page, question: string, choice: string) =>
	page.getByRole('radiogroup', { name: question }).getByText(choice, { exact: true }).click();

async function openToday(page: Page, server: LinliServer): Promise<void> {
	await goTo(page, `${server.origin}/today`);
	await expect(page.getByText(/今天已走访 [1-9]/)).toBeVisible();
}

const doorsListed = (page: Page): Promise<string[]> =>
	page.locator('main li a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));

/** Being offline is a state; what the browser itself says of failed requests is no complaint of ours. */
const complaintsThatMatter = (phone: Phone) =>
	phone.complaints.filter((text) => !/net::ERR|Failed to load resource/.test(text));

async function idsInGrid(server: LinliServer, prefix: string): Promise<string[]> {
	const range = `startkey=${encodeURIComponent(JSON.stringify(prefix))}&endkey=${encodeURIComponent(JSON.stringify(`${prefix}\ufff0`))}`;
	const { rows } = (await askAs(WORKER, server, `${GRID}/_all_docs?${range}`)) as { rows: { id: string }[] };
	return rows.map((row) => row.id);
}

const document = async (server: LinliServer, id: string) =>
	(await askAs(WORKER, server, `${GRID}/${encodeURIComponent(id)}`)) as Doc;
