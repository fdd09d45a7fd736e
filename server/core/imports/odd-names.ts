/** Letters of any script, digits, spaces and the marks that headers carry: （㎡）, 60+, a/b, #1, %. */
const ordinary = /^[\p{L}\p{M}\p{N}\s_\-.:：,，、+/（）()【】[\]《》℃%‰#&°·~～—*?？!！|²³㎡№@]*$/u

/** Whether a name could be read as a command somewhere: quotes, semicolons, comments, equals signs, or hundreds of characters. */
export function hasOddName(name: string): boolean {
  return name.length > 120 || !ordinary.test(name) || name.includes('--')
}
