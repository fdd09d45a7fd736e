/** React takes the whole page away on an error that nobody foresaw: in its place stands what to do, and for support what it was. */
export function showUncaught(root: HTMLElement, error: unknown, t: (key: 'error.crashed' | 'error.crashedNext' | 'error.reload') => string): void {
  const notice = document.createElement('div')
  notice.className = 'crashed'
  notice.setAttribute('role', 'alert')
  const add = (tag: 'h1' | 'p' | 'code' | 'button', text: string) => {
    const element = document.createElement(tag)
    element.textContent = text
    notice.append(element)
    return element
  }
  add('h1', t('error.crashed'))
  add('p', t('error.crashedNext'))
  add('code', error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  add('button', t('error.reload')).addEventListener('click', () => window.location.reload())
  root.replaceWith(notice)
}
