import type { Locale } from '@torch/contracts';
import type { Role } from '@torch/domain';
import { insertDepartment, insertUser, newPassword } from '../access';
import type { Transaction } from '../platform/database/unit-of-work';

export interface SignInLine {
  username: string;
  password: string;
  role: Role;
}

/** A team: what it works on, where it sits. */
interface Team {
  code: string;
  name: string;
  nameEn: string;
  timeZone: string;
  locale: Locale;
}

const home = { timeZone: 'Asia/Shanghai', locale: 'zh-CN' } as const;

/** One department per cluster, and the regional teams; keyed by what routes a lead to them. */
const teams: readonly Team[] = [
  { code: 'KR', name: '韩国招商组', nameEn: 'Korea team', timeZone: 'Asia/Seoul', locale: 'zh-CN' },
  { code: 'JP', name: '日本招商组', nameEn: 'Japan team', timeZone: 'Asia/Tokyo', locale: 'zh-CN' },
  { code: 'EU', name: '欧洲招商组', nameEn: 'Europe team', timeZone: 'Europe/Berlin', locale: 'en' },
  { code: 'US', name: '美国招商组', nameEn: 'US team', timeZone: 'America/New_York', locale: 'en' },
  { code: 'home', name: '国内招商组', nameEn: 'Domestic team', ...home },
  { code: 'MED', name: '医疗器械与生物医药招商部', nameEn: 'Medical and biopharma department', ...home },
  { code: 'ELE', name: '电子信息招商部', nameEn: 'Electronics department', ...home },
  { code: 'FSH', name: '时尚设计制造招商部', nameEn: 'Fashion department', ...home },
  { code: 'MAT', name: '新材料招商部', nameEn: 'New materials department', ...home },
  { code: 'EQP', name: '智能装备招商部', nameEn: 'Smart equipment department', ...home },
];

export interface Person {
  id: string;
  departmentId: string;
}
export interface Staff {
  /** Officers by team code. */
  officers: ReadonlyMap<string, Person>;
  signIns: SignInLine[];
}

/** Departments and users of the sample zone; titles instead of names, passwords made anew. */
export async function insertStaff(tx: Transaction, reserved: string | undefined): Promise<Staff> {
  const signIns: SignInLine[] = [];
  const add = async (
    username: string,
    displayName: string,
    role: Role,
    departmentId: string,
    place: Pick<Team, 'timeZone' | 'locale'>,
  ) => {
    const password = newPassword();
    const name = username === reserved ? `sample.${username}` : username;
    const account = {
      username: name,
      displayName,
      email: `${name}@zone.example`,
      role,
      departmentId,
      ...place,
      password,
    };
    const id = await insertUser(tx, { ...account, mustChangePassword: false });
    signIns.push({ username: name, password, role });
    return { id, departmentId };
  };

  const bureau = await insertDepartment(tx, { name: '招商局', nameEn: 'Investment promotion bureau', parentId: null });
  const officers = new Map<string, Person>();
  for (const team of teams) {
    const departmentId = await insertDepartment(tx, { name: team.name, nameEn: team.nameEn, parentId: bureau });
    // The Korea team's two bear the plain names, so that there is an `officer` and a `head` to begin with.
    const suffix = team.code === 'KR' ? '' : `.${team.code.toLowerCase()}`;
    officers.set(team.code, await add(`officer${suffix}`, `${team.name}专员`, 'officer', departmentId, team));
    await add(`head${suffix}`, `${team.name}负责人`, 'head', departmentId, team);
  }
  await add('leader', '分管领导', 'leader', bureau, home);
  const planning = await insertDepartment(tx, {
    name: '规划建设局',
    nameEn: 'Planning and construction',
    parentId: null,
  });
  await add('collaborator', '规划建设局联络员', 'collaborator', planning, home);
  await add('statistician', '统计员', 'statistician', bureau, home);
  await add('admin', '系统管理员', 'admin', bureau, home);
  await add('security_admin', '安全管理员', 'security_admin', bureau, home);
  await add('auditor', '审计员', 'auditor', bureau, home);
  return { officers, signIns };
}
