import { useCallback, useRef, useState } from 'react'

/** The size of an element as it changes; virtual tables need it as numbers. */
export function useElementSize<T extends HTMLElement>() {
  const [size, setSize] = useState({ width: 0, height: 0 })
  const observer = useRef<ResizeObserver | null>(null)
  const attach = useCallback((element: T | null) => {
    observer.current?.disconnect()
    if (!element) return
    observer.current = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect
      setSize({ width: Math.floor(width), height: Math.floor(height) })
    })
    observer.current.observe(element)
  }, [])
  return [attach, size] as const
}
