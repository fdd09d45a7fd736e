import { describe, expect, it } from 'vitest'
import { defaultLayers, layerKeys, parseUrl, toUrl, withCounty, withLayerSwitched, withSubject, withWorkspace, type UrlState } from '../../client/state/url-state.ts'
import { noPlanning } from '../../client/state/planning-in-url.ts'
import { noFilter } from '../../client/tables/place-filter.ts'

const run = '11111111-1111-4111-8111-111111111111'
const unit = '33333333-3333-4333-8333-333333333333'
const place = '22222222-2222-4222-8222-222222222222'

const full: UrlState = {
  county: '440304',
  workspace: 'review',
  lang: 'en',
  camera: { lng: 114.05, lat: 22.54, zoom: 13.25 },
  layers: ['cells', 'facilities'],
  run,
  place,
  facility: null,
  spot: null,
  unit,
  view: 'places',
  mark: 'township_and_street',
  filter: { search: '琴江 & 村', verdicts: ['not_covered'], placeClass: 'country', edgeOnly: true, misjudgedOnly: true, turnsAt: 800 },
  pack: 'shicheng',
  year: 2025,
  basis: unit,
  rule: 'SC-04',
  draft: null,
  clause: true,
  planning: { scenario: run, tool: 'add', optimisation: place, answer: 2, before: unit, after: run, comparisonMap: 'difference' },
}

function roundTrip(state: UrlState): UrlState {
  const [path, search = ''] = toUrl(state).split('?')
  return parseUrl(path, search)
}

describe('a link', () => {
  it('reproduces the whole state', () => {
    expect(roundTrip(full)).toEqual(full)
  })
  it('carries a spot, and no layers at all', () => {
    const state: UrlState = { ...full, place: null, spot: [114.051234, 22.541234], layers: [] }
    expect(roundTrip(state)).toEqual(state)
  })
  it('leaves defaults out', () => {
    const plain: UrlState = { ...full, lang: 'zh', camera: null, layers: defaultLayers, run: null, place: null, unit: null, view: null, mark: null, filter: noFilter, pack: null, year: null, basis: null, rule: null, draft: null, clause: false, planning: noPlanning }
    expect(toUrl(plain)).toBe('/440304/review')
    expect(roundTrip(plain)).toEqual(plain)
  })
})

describe('a mangled link', () => {
  it('leaves open what the filter cannot mean', () => {
    const state = parseUrl('/440304/overview', '?verdict=bogus,covered&class=sea&turn=-5&edge=yes&unit=x&view=none&mark=all')
    expect(state).toMatchObject({ unit: null, view: null, mark: null })
    expect(state.filter).toEqual({ ...noFilter, verdicts: ['covered'] })
  })
  it('falls back to defaults instead of failing', () => {
    const state = parseUrl('/44x304/nowhere', '?lang=fr&lng=999&lat=1&z=2&run=drop&spot=1&layers=cells,bogus')
    expect(state).toMatchObject({
      county: null, workspace: 'overview', lang: 'zh', camera: null, run: null, spot: null, layers: ['cells'],
    })
  })
  it('keeps only one subject', () => {
    const state = parseUrl('/440304/overview', `?place=${place}&spot=114,22&facility=${run}`)
    expect(state).toMatchObject({ place, facility: null, spot: null })
  })
})

describe('layers', () => {
  it('that paint the cells take each other’s place', () => {
    expect(withLayerSwitched(defaultLayers, 'people')).toEqual(['people', 'places', 'facilities', 'areas', 'roads', 'units'])
    expect(withLayerSwitched(['people', 'roads'], 'elders')).toEqual(['elders', 'roads'])
    expect(withLayerSwitched(['elders', 'roads'], 'cells')).toEqual(['cells', 'roads'])
    expect(withLayerSwitched(['elders', 'roads'], 'elders')).toEqual(['roads'])
    expect(withLayerSwitched(['roads'], 'places')).toEqual(['places', 'roads'])
  })
  it('come in a link as they are shown, one of the cells at most', () => {
    for (const key of layerKeys) {
      const state: UrlState = { ...full, layers: withLayerSwitched(defaultLayers, key) }
      expect(roundTrip(state)).toEqual(state)
    }
    expect(parseUrl('/440304/overview', '?layers=elders,people,roads').layers).toEqual(['people', 'roads'])
  })
})

describe('changes', () => {
  it('choosing a subject drops the others', () => {
    expect(withSubject(full, { spot: [1, 2] })).toMatchObject({ place: null, facility: null, spot: [1, 2] })
    expect(withSubject(full, null)).toMatchObject({ place: null, facility: null, spot: null })
  })
  it('another county keeps language, workspace and layers, and drops what belonged to the old one', () => {
    const moved = withCounty(full, '360735')
    expect(moved).toMatchObject({
      county: '360735', workspace: 'review', lang: 'en', layers: full.layers, run: null, place: null, camera: null,
      unit: null, mark: null, filter: noFilter,
    })
  })
  it('another workspace keeps the unit and the place, and leaves the page of the old one', () => {
    expect(withWorkspace(full, 'overview')).toMatchObject({ workspace: 'overview', unit, place, view: null })
  })
})
