import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { parseUrl, toUrl, type UrlState } from './url-state.ts'

export type UpdateUrl = (change: (state: UrlState) => UrlState, options?: { replace?: boolean }) => void

export function useUrlState(): UrlState {
  const { pathname, search } = useLocation()
  return useMemo(() => parseUrl(pathname, search), [pathname, search])
}

/**
 * Changes the address. The state is read from the window at the moment of the call, so that a camera move and a
 * click in the same frame do not overwrite each other.
 */
export function useUpdateUrl(): UpdateUrl {
  const navigate = useNavigate()
  // The router's function changes with every address; ours must not, or the map would be made anew.
  const newest = useRef(navigate)
  useEffect(() => {
    newest.current = navigate
  }, [navigate])
  return useCallback((change, options) => {
    const { pathname, search } = window.location
    const next = toUrl(change(parseUrl(pathname, search)))
    if (next !== pathname + search) void newest.current(next, { replace: options?.replace ?? false })
  }, [])
}
