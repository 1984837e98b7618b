import { m } from '../../paraglide/messages';
import { newPassword } from '../provision/account';
import { readAccount, setPassword } from '../provision/accounts';
import { readStaffMember, STAFF_ROLES, type StaffMember } from '../provision/community';
import { addStaff, changeStaff, removeStaff, type StaffResult } from '../provision/staff';
import { CommandError, type Command, type Context, type Option } from './command';
import { readInput } from './files';
import { withServer } from './with-server';

const COMMUNITY: Option = {
	name: 'community',
	value: 'CODE',
	required: true,
	about: (locale) => m.cli_option_community({}, { locale })
};
const USER: Option = {
	name: 'user',
	value: 'NAME',
	required: true,
	about: (locale) => m.cli_option_user({}, { locale })
};
const ROLE: Option = {
	name: 'role',
	value: 'ROLES',
	required: true,
	about: (locale) => m.cli_option_role({ known: STAFF_ROLES.join(', ') }, { locale })
};
const GRID: Option = { name: 'grid', value: 'CODES', about: (locale) => m.cli_option_grid({}, { locale }) };
const PASSWORD_FILE: Option = {
	name: 'password-file',
	value: 'FILE',
	about: (locale) => m.cli_option_password_file({}, { locale })
};

export const staffAdd: Command = {
	name: 'staff add',
	about: (locale) => m.cli_staff_add({}, { locale }),
	options: [
		COMMUNITY,
		USER,
		{ name: 'name', value: 'NAME', required: true, about: (locale) => m.cli_option_name({}, { locale }) },
		ROLE,
		GRID,
		{ name: 'phone', value: 'NUMBER', about: (locale) => m.cli_option_phone({}, { locale }) },
		PASSWORD_FILE
	],
	examples: [
		'linli staff add --community 330102016001 --user wangfang --name 王芳 --role gridWorker --grid 330102016001003'
	],
	async run(context) {
		const password = await passwordFrom(context);
		const { name, phone } = context.options;
		const member = memberFrom(context, {
			displayName: name,
			...(phone !== undefined && { phone }),
			...(password !== undefined && { password })
		});
		const result = await withServer(context, (server) => addStaff(server, orderFrom(context), member));
		return tell(context, result, (userName) => {
			if (result.ok && result.account.did !== 'created')
				context.warn((locale) => m.staff_password_kept({ userName }, { locale }));
		});
	}
};

export const staffRoles: Command = {
	name: 'staff roles',
	about: (locale) => m.cli_staff_roles({}, { locale }),
	options: [COMMUNITY, USER, ROLE, GRID],
	examples: [
		'linli staff roles --community 330102016001 --user wangfang --role gridLead,communityManager --grid 330102016001003'
	],
	async run(context) {
		const { userName, roles, grids } = memberFrom(context, { displayName: '-' });
		const result = await withServer(context, (server) =>
			changeStaff(server, orderFrom(context), { userName, roles, grids })
		);
		return tell(context, result);
	}
};

export const staffRemove: Command = {
	name: 'staff remove',
	about: (locale) => m.cli_staff_remove({}, { locale }),
	options: [COMMUNITY, USER],
	examples: ['linli staff remove --community 330102016001 --user wangfang'],
	async run(context) {
		const { community = '', user = '' } = context.options;
		const result = await withServer(context, (server) => removeStaff(server, orderFrom(context), user));
		if (!result.ok) throw new CommandError(result.reason);
		context.say((locale) => m.cli_staff_removed({ userName: user, code: community }, { locale }));
		context.answer({ ok: true, account: result.account });
		return 0;
	}
};

export const staffPassword: Command = {
	name: 'staff password',
	about: (locale) => m.cli_staff_password({}, { locale }),
	options: [USER, PASSWORD_FILE],
	examples: [
		'linli staff password --user wangfang',
		'linli staff password --user wangfang --password-file new.txt'
	],
	async run(context) {
		const { user: userName = '' } = context.options;
		const given = await passwordFrom(context);
		const password = given ?? newPassword();
		const known = await withServer(context, async (server) => {
			const account = await readAccount(server, userName);
			if (account) await setPassword(server, account, password);
			return account !== undefined;
		});
		if (!known) throw new CommandError((locale) => m.staff_no_account({ userName }, { locale }));
		context.say((locale) =>
			given === undefined
				? m.cli_new_password({ userName, password }, { locale })
				: m.cli_password_set({ userName }, { locale })
		);
		context.answer({ ok: true, userName, ...(given === undefined && { password }) });
		return 0;
	}
};

const orderFrom = (context: Context) => ({ community: context.options.community ?? '', now: Date.now() });

const listed = (value: string | undefined) => (value ?? '').split(/[,，]/).filter((word) => word !== '');

/** The member that the options describe. @throws {CommandError} with the first thing wrong */
function memberFrom({ options }: Context, more: object): StaffMember {
	const read = readStaffMember({
		userName: options.user,
		roles: listed(options.role),
		grids: listed(options.grid),
		...more
	});
	if (read.ok) return read.member;
	const [first] = read.faults;
	throw new CommandError((locale) => first?.(locale) ?? '');
}

async function passwordFrom({ options }: Context): Promise<string | undefined> {
	const file = options['password-file'];
	if (file === undefined) return undefined;
	const [line = ''] = new TextDecoder().decode(await readInput(file)).split(/\r?\n/);
	if (line.length >= 8 && line.length <= 128) return line;
	throw new CommandError((locale) =>
		m.community_at({ path: file, reason: m.community_password({}, { locale }) }, { locale })
	);
}

function tell(context: Context, result: StaffResult, also: (userName: string) => void = () => {}): 0 {
	if (!result.ok) throw new CommandError(result.reason);
	const { userName, roles, password } = result.account;
	context.say((locale) => m.cli_staff_done({ userName, roles: roles.join(', ') }, { locale }));
	if (password !== undefined) context.say((locale) => m.cli_new_password({ userName, password }, { locale }));
	also(userName);
	context.answer({ ok: true, account: result.account });
	return 0;
}
