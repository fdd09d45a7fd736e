import { describe, expect, it } from 'vitest'
import { roadClasses } from '../../server/core/network/road-builder.ts'
import { readRoads } from '../../server/network/files/read-roads.ts'
import { codesOf, fixture, readText } from './road-files.ts'

describe('readOsmXml', () => {
  it('makes every node of a walkable way a graph node and every pair an edge', async () => {
    const { roads, report } = await readRoads(fixture('cross.osm'))
    const named = [...roads.edgeFrom].map((from, e) => `${roads.nodeIds?.[from]}-${roads.nodeIds?.[roads.edgeTo[e]]}`)
    // Way 1 (2 is written twice), way 2 (stairs), way 4 cut at the missing 9, way 6 the outline of an area.
    expect(named).toEqual(['1-2', '2-3', '3-4', '5-2', '2-6', '4-5', '1-2', '2-5', '5-1'])
    expect([...roads.edgeSteps]).toEqual([0, 0, 0, 1, 1, 0, 0, 0, 0])
    expect(roadClasses[roads.edgeClass[0]]).toBe('minor')
    expect(roads.nodeIds).toHaveLength(6)
    expect(report).toMatchObject({ format: 'osm-xml', ways: 5, walkableWays: 4 })
    expect(report.skipped).toEqual({ notWalkable: 1, withoutHighwayTag: 1 })
    expect(report.warnings).toMatchObject([{ code: 'OSM_MISSING_NODE', value: '9' }])
  })

  it('takes elements in any order', async () => {
    const { roads } = await readText(
      'late.osm',
      '<osm><way id="1"><nd ref="-1"/><nd ref="2"/><tag k="highway" v="path"/></way><node id="2" lon="1" lat="2"/><node id="-1" lon="3" lat="4"/></osm>',
    )
    expect(roads.nodeIds).toEqual(['-1', '2'])
    expect([...roads.nodeLon]).toEqual([3, 1])
  })

  it.each([
    ['a DOCTYPE', '<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "b">]><osm></osm>', 'XML_DOCTYPE'],
    ['a file cut short', '<osm><node id="1" lon="1" lat="2"/><way', 'XML_SYNTAX'],
    ['an unknown entity', '<osm><node id="1" lon="&x;" lat="2"/></osm>', 'XML_SYNTAX'],
    ['another root', '<osmChange><create/></osmChange>', 'ROADS_FORMAT_UNKNOWN'],
    ['a node without a place', '<osm><node id="1" lon="" lat="2"/></osm>', 'COORD_MISSING'],
    ['an id that is a word', '<osm><way id="1"><nd ref="x"/></way></osm>', 'OSM_ID'],
    ['nothing to walk on', '<osm><node id="1" lon="1" lat="2"/></osm>', 'ROADS_EMPTY'],
    [
      'a node off the globe',
      '<osm><node id="1" lon="1" lat="2"/><node id="2" lon="1" lat="91"/><way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way></osm>',
      'COORD_OUT_OF_RANGE',
    ],
  ])('refuses %s', async (_, text, code) => {
    expect(await codesOf(readText('bad.osm', text))).toEqual([code])
  })
})
