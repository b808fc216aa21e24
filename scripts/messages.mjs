// What the scripts tell people, in Chinese and English. Everything goes to standard error: standard
// output belongs to the command that was asked for (`npm run -s match -- --json` prints one object there).
const sentences = {
  oldNode: {
    zh: (p) => `两单需要 Node 20.19 或更新的版本，当前是 ${p.version}。请先升级 Node。`,
    en: (p) => `Liangdan needs Node 20.19 or newer; this is ${p.version}. Please upgrade Node first.`,
  },
  waiting: {
    zh: (p) => `另一个进程（${p.pid}）正在安装或构建，等待中……`,
    en: (p) => `Another process (${p.pid}) is installing or building; waiting for it …`,
  },
  installing: { zh: () => '正在安装依赖……', en: () => 'Installing dependencies …' },
  building: { zh: (p) => `正在构建（${p.name}）……`, en: (p) => `Building (${p.name}) …` },
  buildSkipped: {
    zh: (p) => `“${p.name}” 没有构建成功，先不用它继续。${p.reason}`,
    en: (p) => `"${p.name}" could not be built; going on without it. ${p.reason}`,
  },
  failed: {
    zh: (p) => `失败：${p.command}（退出码 ${p.code}）`,
    en: (p) => `Failed: ${p.command} (exit code ${p.code})`,
  },
  alreadyRunning: {
    zh: (p) => `这个数据目录已有一个两单在运行（进程 ${p.pid}${p.port ? `，端口 ${p.port}` : ''}）。请先停止它。`,
    en: (p) =>
      `Liangdan already runs on this data folder (process ${p.pid}${p.port ? `, port ${p.port}` : ''}). Stop it first.`,
  },
  waitingForApp: {
    zh: (p) => `上一次的应用进程（${p.pid}）还在退出，等待中……`,
    en: (p) => `The application of the last start (process ${p.pid}) is still ending; waiting …`,
  },
  badPort: {
    zh: (p) => `PORT 应为 1 到 65535 的数字，现在是“${p.value}”。`,
    en: (p) => `PORT must be a number from 1 to 65535, not "${p.value}".`,
  },
  portTaken: {
    zh: (p) => `端口 ${p.port}（来自 PORT）已被占用。请换一个，或取消 PORT 让程序自己找。`,
    en: (p) => `Port ${p.port} (from PORT) is taken. Choose another one, or unset PORT and one will be found.`,
  },
  portLost: {
    zh: (p) => `端口 ${p.port} 刚被别的程序占用，改用下一个。`,
    en: (p) => `Port ${p.port} was taken by another program meanwhile; trying the next one.`,
  },
  firstDatabase: {
    zh: (p) => `第一次启动：正在建立数据库 ${p.data}`,
    en: (p) => `First start: creating the database in ${p.data}`,
  },
  adopted: {
    zh: (p) => `接管仍在运行的 PostgreSQL（进程 ${p.pid}，端口 ${p.port}）。`,
    en: (p) => `PostgreSQL was still running (process ${p.pid}, port ${p.port}); taking it over.`,
  },
  stalePid: {
    zh: (p) => `postmaster.pid 中的进程 ${p.pid} 不是这里的 PostgreSQL，已忽略。`,
    en: (p) => `Process ${p.pid} named in postmaster.pid is not this PostgreSQL; ignored.`,
  },
  waitingForPostgres: {
    zh: (p) => `PostgreSQL（进程 ${p.pid}）还在启动或停止，等待中……`,
    en: (p) => `PostgreSQL (process ${p.pid}) is still starting or stopping; waiting …`,
  },
  postgresStuck: {
    zh: (p) => `PostgreSQL（进程 ${p.pid}）占用 ${p.data}，但不应答。请停止该进程后再试。`,
    en: (p) => `PostgreSQL (process ${p.pid}) holds ${p.data} but does not answer. End that process and try again.`,
  },
  postgresFailed: {
    zh: (p) => `PostgreSQL 没有启动成功，日志在 ${p.log}：\n${p.tail}`,
    en: (p) => `PostgreSQL did not start; its log is ${p.log}:\n${p.tail}`,
  },
  initFailed: {
    zh: (p) => `无法建立数据库目录：\n${p.tail}`,
    en: (p) => `The database could not be created:\n${p.tail}`,
  },
  noBinaries: {
    zh: (p) => `没有适用于 ${p.platform} 的内置 PostgreSQL。请安装 PostgreSQL 15 或更新版本，并设置 DATABASE_URL。`,
    en: (p) => `No embedded PostgreSQL for ${p.platform}. Install PostgreSQL 15 or newer and set DATABASE_URL.`,
  },
  binariesUnusable: {
    zh: (p) => `内置 PostgreSQL 在这台机器上无法运行（${p.reason}）。请设置 DATABASE_URL。`,
    en: (p) => `The embedded PostgreSQL cannot run on this machine (${p.reason}). Set DATABASE_URL instead.`,
  },
  noAccount: {
    zh: () =>
      '以 root 启动时，PostgreSQL 需要一个普通账户（postgres 或 nobody），但都不存在。请运行 useradd --system postgres，或设置 DATABASE_URL。',
    en: () =>
      'Started as root, PostgreSQL needs an ordinary account (postgres or nobody) and neither exists. Run useradd --system postgres, or set DATABASE_URL.',
  },
  relocated: {
    zh: (p) => `账户 ${p.account} 进不了 ${p.from}，因此数据放在 ${p.to}`,
    en: (p) => `Account ${p.account} cannot reach ${p.from}, so the data is kept in ${p.to}`,
  },
  programsCopied: {
    zh: (p) => `${p.from} 中的 PostgreSQL 程序不能就地使用，已复制到 ${p.to}`,
    en: (p) => `The PostgreSQL programs in ${p.from} cannot be used where they are; copied to ${p.to}`,
  },
  notOwner: {
    zh: (p) =>
      `${p.data} 属于另一个账户（uid ${p.uid}），是以那个账户或 root 建立的。请仍以它启动，或用 LIANGDAN_DATA 另选目录。`,
    en: (p) =>
      `${p.data} belongs to another account (uid ${p.uid}); it was created by it or by root. Start as that account again, or choose another folder with LIANGDAN_DATA.`,
  },
  notWritable: {
    zh: (p) => `不能写入 ${p.folder}。请改权限，或用 LIANGDAN_DATA 另选目录。`,
    en: (p) => `${p.folder} cannot be written. Change its permissions, or choose another folder with LIANGDAN_DATA.`,
  },
  copiedFolder: {
    zh: (p) => `这个数据目录是 ${p.original} 的副本；原来的数据库仍属于那边，这里另建一个。`,
    en: (p) =>
      `This data folder is a copy of ${p.original}; the database stays with that one, and a new one is made here.`,
  },
  secretsMissing: {
    zh: (p) => `${p.data} 里有数据库，但它的密码文件 ${p.file} 不见了。请恢复该文件，或运行 npm run reset 清空。`,
    en: (p) =>
      `There is a database in ${p.data}, but its password file ${p.file} is missing. Restore it, or empty everything with npm run reset.`,
  },
  postgresDied: {
    zh: (p) => `PostgreSQL 意外结束，正在重新启动（第 ${p.count} 次，最多 ${p.limit} 次）。`,
    en: (p) => `PostgreSQL ended unexpectedly; restarting it (${p.count} of at most ${p.limit}).`,
  },
  postgresBack: {
    zh: (p) => `PostgreSQL 已恢复（进程 ${p.pid}）。`,
    en: (p) => `PostgreSQL is back (process ${p.pid}).`,
  },
  postgresGivenUp: {
    zh: () => 'PostgreSQL 反复意外结束，不再重启。',
    en: () => 'PostgreSQL keeps ending unexpectedly; giving up.',
  },
  appEnded: {
    zh: (p) => `应用自己结束了（${p.how}）。不会自动重启；请查看上面的输出，再运行 npm start。`,
    en: (p) =>
      `The application ended by itself (${p.how}). It is not restarted; see its output above and run npm start again.`,
  },
  stopping: { zh: () => '正在停止……', en: () => 'Stopping …' },
  stoppingNow: { zh: () => '不再等待应用，立即停止。', en: () => 'Not waiting for the application any longer.' },
  stopped: { zh: () => '已停止。', en: () => 'Stopped.' },
  appLate: {
    zh: (p) => `应用在 ${p.seconds} 秒内没有结束，强制结束。`,
    en: (p) => `The application did not end within ${p.seconds} seconds; it is ended by force.`,
  },
  resetAsk: {
    zh: (p) => `这将删除 ${p.places} 中的全部数据。输入 yes 确认：`,
    en: (p) => `This deletes all data in ${p.places}. Type yes to go on: `,
  },
  resetNoTerminal: {
    zh: () => '没有终端可以确认；如确要清空，请加 --yes。',
    en: () => 'There is no terminal to ask on; add --yes if you mean it.',
  },
  resetNothing: { zh: (p) => `${p.places} 已是空的。`, en: (p) => `Nothing to delete in ${p.places}.` },
  resetKept: { zh: () => '未删除任何数据。', en: () => 'Nothing was deleted.' },
  resetDone: { zh: (p) => `已清空 ${p.places}。`, en: (p) => `Emptied ${p.places}.` },
};

const language = /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '') ? 'zh' : 'en';

/** The sentence for a code, in the language of the terminal (LANG): Chinese for zh*, otherwise English. */
export const sentence = (code, parameters = {}) => sentences[code][language](parameters);

/** Tells people something, on standard error. */
export const say = (code, parameters) => process.stderr.write(`${sentence(code, parameters)}\n`);

/** An error whose message is meant for people: shown without a stack. */
export class Refusal extends Error {
  constructor(code, parameters) {
    super(sentence(code, parameters));
    this.code = code;
  }
}

/** Ends a script: a refusal with its sentence, anything else with its stack. */
export function fail(error) {
  process.stderr.write(`${error instanceof Refusal ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
}
