/**
 * Ant Design's tables and dialogs measure the scrollbar with a style element that takes no nonce, which our content
 * security policy refuses. Every style element made by script gets the page's nonce here.
 */
export function stampStyleElements(nonce: string): void {
  const create = document.createElement.bind(document)
  const stamped = (tag: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(tag, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
  document.createElement = stamped as typeof document.createElement
}
