import { Help, type HelpConfiguration } from 'commander'

const headings: Readonly<Record<string, string>> = {
  'Usage:': '用法 / Usage:',
  'Arguments:': '参数 / Arguments:',
  'Options:': '选项 / Options:',
  'Commands:': '命令 / Commands:',
}

/** Commander's own words beside ours, and no default where it is an empty list of what may be repeated. */
export const bilingualHelp: HelpConfiguration = {
  styleTitle: (heading) => headings[heading] ?? heading,
  optionDescription(option) {
    const shown = Array.isArray(option.defaultValue) && option.defaultValue.length === 0 ? Object.assign(Object.create(option) as typeof option, { defaultValue: undefined }) : option
    return Help.prototype.optionDescription.call(this, shown)
  },
}

/** The same as in the README: `server/config.ts` reads them. */
export const serveHelp = `
环境变量 / Environment variables:
  HOST          127.0.0.1   仅限本机，除非有账户功能 / loopback only, until accounts exist: anything else is refused
  PORT          8080        0 为任一空闲端口 / 0 takes a free one
  DATA_DIR      data/local  单机模式：数据库、锁、快照 / single-machine mode: database, lock, snapshots
  DATABASE_URL  –           postgres://…；设置后不用 DATA_DIR / then DATA_DIR is not used
  SAMPLES       all         要装载的样例县：all、none 或 440304,360735 / sample counties to load: all, none, or codes
  LOG_LEVEL     info        日志写到标准错误 / logs go to standard error
`
