/** Built-in number formats that show dates or times (ECMA-376 part 1, 18.8.30, with the East Asian ones 27–36, 50–58). */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
}

/** Whether a number under this format is a date to the reader of the sheet. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id)
  const bare = code
    .split(';', 1)[0]
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return !/general/i.test(bare) && /[ymdhs]/i.test(bare)
}

const dayMs = 86_400_000
/** The last serial of year 9999. */
const lastSerial = 2_958_465

/**
 * A spreadsheet's serial day as text: 'YYYY-MM-DD', with 'THH:MM:SS' where it has a time, 'HH:MM:SS' where it is a time
 * alone. Undefined where the number is no date at all. Under the 1900 system serial 60 is 29 February 1900, which never
 * was; serials before it are one day further from the rest (ECMA-376 part 1, 18.17.4.1).
 */
export function dateOfSerial(serial: number, date1904: boolean): string | undefined {
  if (!(serial >= 0) || serial > lastSerial) return undefined
  const seconds = Math.round((serial % 1) * 86_400)
  if (serial < 1 && seconds > 0 && seconds < 86_400) return clockOf(seconds)
  if (!date1904 && Math.floor(serial) === 60) return undefined
  const dayShift = date1904 ? 24_107 : Math.floor(serial) < 60 ? 25_568 : 25_569
  const date = new Date((Math.floor(serial) - dayShift) * dayMs + seconds * 1000)
  const iso = date.toISOString()
  return seconds === 0 || seconds === 86_400 ? iso.slice(0, 10) : iso.slice(0, 19)
}

function clockOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 19)
}
