import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import type { ZodType } from 'zod'
import { accessReply, askAccess } from './access.ts'
import { countyCode, errorReply, uuid, z } from './common.ts'
import { countyDetail, countyList, countySummary, dataVersion, health } from './counties.ts'
import {
  enterReported,
  evaluationList,
  evaluationReply,
  evaluationsQuery,
  failingGeoJson,
  partQuery,
  regionList,
  reportedEntry,
  startEvaluation,
  startEvaluationReply,
  withdrawReported,
} from './evaluations.ts'
import {
  draftOptions,
  draftPlaces,
  draftRows,
  draftRowsQuery,
  examineDraftReply,
  forgotten,
  importDraft,
  importDraftList,
  storeDraftReply,
  versionDiff,
  versionDiffQuery,
} from './import-drafts.ts'
import { askForecast, forecastList, forecastReply, lifeTableList } from './forecasts.ts'
import { existingSites, existingSitesQuery } from './existing-sites.ts'
import { examineImportReply, importQuery, startImportReply, storedImportList } from './imports.ts'
import { importKindList } from './import-drafts.ts'
import { optimisationList, optimisationRecord, startOptimisation, startOptimisationReply } from './optimisations.ts'
import { packId, policyCheck, policyDetail, policyList, policyStored, policyUpload, policyVersionQuery } from './policies.ts'
import { areaSumList, runNotes, unitCoverageList, unitSummaryList } from './run-details.ts'
import { jobList, jobReply, runList, runRecord, startRun, startRunReply, whyQuery, whyReply } from './runs.ts'
import { drawingQuery, layersQuery, scenarioReportQuery } from './outputs.ts'
import { changeScenario, compareQuery, comparison, createScenario, editScenario, runScenario, scenarioList, scenarioRecord, stepScenario } from './scenarios.ts'
import { areaList, placeList, unitList } from './tables.ts'
import { tileEncoding } from './tile-layers.ts'
import { rollBackRequest } from './versions.ts'
import { circleShape, siteCheck, siteCheckReply, whatIf, whatIfReply } from './what-if.ts'

interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  summary: string
  status?: number
  /** Content type, JSON when omitted. */
  type?: string
  reply?: ZodType
  body?: ZodType
  query?: Parameters<OpenAPIRegistry['registerPath']>[0]['request'] extends infer R ? (R extends { query?: infer Q } ? Q : never) : never
}

const mvt = 'application/vnd.mapbox-vector-tile'

/** Every address of the API, a line each; the document is made from the same schemas that parse requests. */
export const operations: Operation[] = [
  { method: 'get', path: '/health', summary: 'Whether the service is ready; 503 while it starts', reply: health },
  { method: 'get', path: '/openapi.json', summary: 'This document', reply: z.record(z.string(), z.unknown()) },
  { method: 'get', path: '/counties', summary: 'Counties that hold data', reply: countyList },
  { method: 'get', path: '/counties/{code}', summary: 'A county: units, versions, layers', reply: countyDetail },
  { method: 'get', path: '/counties/{code}/existing-sites', summary: 'Facilities and idle premises that a scenario can change', reply: existingSites, query: existingSitesQuery },
  { method: 'get', path: '/counties/{code}/summary', summary: 'Headline figures of the three analyses', reply: countySummary, query: z.object({ run: uuid.optional() }) },
  { method: 'get', path: '/counties/{code}/versions', summary: 'Every version of every kind of data', reply: z.array(dataVersion) },
  { method: 'post', path: '/counties/{code}/versions/{kind}/rollback', summary: 'A new version with the records of an earlier one', status: 201, body: rollBackRequest, reply: dataVersion },
  { method: 'get', path: '/counties/{code}/imports', summary: 'Imports that were stored, newest first', reply: storedImportList },
  { method: 'post', path: '/counties/{code}/imports/examine', summary: 'What a file would change; stores nothing. multipart/form-data: `file` (up to eight, a shapefile’s parts) and `options` (ImportOptions as JSON)', query: importQuery, reply: examineImportReply },
  { method: 'post', path: '/counties/{code}/imports', summary: 'Import a file: examined at once, stored by a job. The same form', status: 202, query: importQuery, reply: startImportReply },
  { method: 'get', path: '/import-kinds', summary: 'Kinds of data that can be imported', reply: importKindList },
  { method: 'get', path: '/import-kinds/{kind}/template', summary: 'An empty workbook of a kind', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  { method: 'get', path: '/counties/{code}/import-drafts', summary: 'Files that wait for answers, of whoever asks', reply: importDraftList },
  { method: 'post', path: '/counties/{code}/import-drafts', summary: 'Upload a file to be examined. multipart/form-data: `file` (up to eight, a shapefile’s parts)', status: 201, reply: importDraft },
  { method: 'delete', path: '/counties/{code}/import-drafts/{draftId}', summary: 'Discard a draft', status: 204 },
  { method: 'post', path: '/counties/{code}/import-drafts/{draftId}/examine', summary: 'What a draft would change by these decisions; stores nothing', body: draftOptions, reply: examineDraftReply },
  { method: 'get', path: '/counties/{code}/import-drafts/{draftId}/rows', summary: 'Rows of the last examination', query: draftRowsQuery, reply: draftRows },
  { method: 'get', path: '/counties/{code}/import-drafts/{draftId}/places', summary: 'Places of the last examination, and what other systems would make of them', reply: draftPlaces },
  { method: 'get', path: '/counties/{code}/import-drafts/{draftId}/report.xlsx', summary: 'The table of the last examination with its cells marked', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  { method: 'post', path: '/counties/{code}/import-drafts/{draftId}/store', summary: 'Store a draft by a job; the draft is the job’s from then on', status: 202, body: draftOptions, reply: storeDraftReply },
  { method: 'delete', path: '/counties/{code}/import-mappings/{kind}', summary: 'Forget how columns of a kind were mapped', reply: forgotten },
  { method: 'get', path: '/counties/{code}/versions/{kind}/diff', summary: 'What differs between two versions of a kind, record by record', query: versionDiffQuery, reply: versionDiff },
  { method: 'get', path: '/counties/{code}/runs', summary: 'Runs, newest first', reply: runList },
  { method: 'post', path: '/counties/{code}/runs', summary: 'Start a run', status: 202, body: startRun, reply: startRunReply },
  { method: 'get', path: '/counties/{code}/runs/{runId}', summary: 'What a run was computed from', reply: runRecord },
  { method: 'get', path: '/counties/{code}/runs/{runId}/why', summary: 'Why a place or a spot is covered or not', reply: whyReply, query: whyQuery },
  { method: 'post', path: '/counties/{code}/runs/{runId}/what-if', summary: 'What a pin and changes would mean for a run; stores nothing', body: whatIf, reply: whatIfReply },
  { method: 'post', path: '/counties/{code}/runs/{runId}/what-if/shape', summary: 'The circle of a pin as a surface', body: whatIf, reply: circleShape },
  { method: 'post', path: '/counties/{code}/site-checks', summary: 'Vetoes and preferences of a site; what is asked of control areas is logged', body: siteCheck, reply: siteCheckReply },
  { method: 'get', path: '/counties/{code}/runs/{runId}/places', summary: 'Places with their verdicts', reply: placeList },
  { method: 'get', path: '/counties/{code}/runs/{runId}/areas', summary: 'Floor area per 100 households of every residential area', reply: areaList },
  { method: 'get', path: '/counties/{code}/runs/{runId}/units', summary: 'Townships and streets with their facilities', reply: unitList },
  { method: 'post', path: '/counties/{code}/runs/{runId}/repeat', summary: 'Compute the same versions and parameters once more', status: 202, reply: startRunReply },
  { method: 'get', path: '/counties/{code}/runs/{runId}/unit-summaries', summary: 'Coverage of every scope under every limit of the band', reply: unitSummaryList },
  { method: 'get', path: '/counties/{code}/runs/{runId}/notes', summary: 'Inputs, parameters, gaps and hashes of a run', reply: runNotes },
  { method: 'get', path: '/counties/{code}/runs/{runId}/area-sums', summary: 'Floor area per 100 households by township, the whole first', reply: areaSumList },
  { method: 'get', path: '/counties/{code}/runs/{runId}/unit-coverage', summary: 'Admin-unit coverage by every denominator the plans use', reply: unitCoverageList },
  { method: 'post', path: '/counties/{code}/runs/{runId}/access', summary: 'Capacity against the people in reach: 2SFCA, and who is left over once it is used up', body: askAccess, reply: accessReply },
  { method: 'get', path: '/counties/{code}/runs/{runId}/tiles/{encoding}/{layer}/{z}/{x}/{y}.mvt', summary: 'Vector tile of a run: cells, people, places', type: mvt },
  { method: 'get', path: '/counties/{code}/versions/{version}/tiles/{encoding}/{layer}/{z}/{x}/{y}.mvt', summary: 'Vector tile of a data version: boundary, units, roads, facilities, residential_areas', type: mvt },
  { method: 'get', path: '/counties/{code}/forecasts', summary: 'Forecasts of a county, newest first', reply: forecastList },
  { method: 'post', path: '/counties/{code}/forecasts', summary: 'Forecast elders by township for the years of a plan, and what they will need', status: 201, body: askForecast, reply: forecastReply },
  { method: 'get', path: '/counties/{code}/forecasts/{forecastId}', summary: 'A forecast with everything it was made of', reply: forecastReply },
  { method: 'get', path: '/life-tables', summary: 'Published life tables that a forecast can use, with source and licence', reply: lifeTableList },
  { method: 'get', path: '/counties/{code}/scenarios', summary: 'Scenarios, archived ones last, then newest first', reply: scenarioList },
  { method: 'post', path: '/counties/{code}/scenarios', summary: 'A scenario over the newest data, or branched off another', status: 201, body: createScenario, reply: scenarioRecord },
  { method: 'get', path: '/counties/{code}/scenarios/{id}', summary: 'A scenario: its changes, what no longer fits, its runs', reply: scenarioRecord },
  { method: 'patch', path: '/counties/{code}/scenarios/{id}', summary: 'Name, note, archived or not', body: editScenario, reply: scenarioRecord },
  { method: 'put', path: '/counties/{code}/scenarios/{id}/changes', summary: 'The whole list of changes anew, as one step; the same list makes none', body: changeScenario, reply: scenarioRecord },
  { method: 'post', path: '/counties/{code}/scenarios/{id}/undo', summary: 'One step back', body: stepScenario, reply: scenarioRecord },
  { method: 'post', path: '/counties/{code}/scenarios/{id}/redo', summary: 'One step forward again', body: stepScenario, reply: scenarioRecord },
  { method: 'post', path: '/counties/{code}/scenarios/{id}/rebase', summary: 'Onto the newest data; what does not fit stays, without effect', body: stepScenario, reply: scenarioRecord },
  { method: 'post', path: '/counties/{code}/scenarios/{id}/runs', summary: 'Compute a scenario as a run', status: 202, body: runScenario, reply: startRunReply },
  { method: 'get', path: '/counties/{code}/scenarios/{id}/layers.gpkg', summary: 'The layers of a scenario as a GeoPackage', type: 'application/geopackage+sqlite3', query: layersQuery },
  { method: 'get', path: '/counties/{code}/scenarios/{id}/layers.shp.zip', summary: 'The layers of a scenario as shapefiles, with a table of their fields', type: 'application/zip', query: layersQuery },
  { method: 'get', path: '/counties/{code}/scenarios/{id}/layers.dxf', summary: 'The layers of a scenario as a drawing, in metres', type: 'image/vnd.dxf', query: drawingQuery },
  { method: 'get', path: '/counties/{code}/scenarios/{id}/report.xlsx', summary: 'The report of a scenario as a workbook; what is asked of control areas is logged', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', query: scenarioReportQuery },
  { method: 'get', path: '/counties/{code}/compare', summary: 'Two published runs side by side, b − a', reply: comparison, query: compareQuery },
  { method: 'get', path: '/counties/{code}/optimisations', summary: 'Location problems that were asked, newest first', reply: optimisationList },
  { method: 'post', path: '/counties/{code}/optimisations', summary: 'Solve a location problem over a published run; the same question, once answered for good, gives the stored answer', status: 202, body: startOptimisation, reply: startOptimisationReply },
  { method: 'get', path: '/counties/{code}/optimisations/{optimisationId}', summary: 'A location problem and, once published, its answer', reply: optimisationRecord },
  { method: 'get', path: '/regions', summary: 'Provinces, prefectures and counties', reply: regionList },
  { method: 'get', path: '/regions/{code}/evaluations', summary: 'Evaluations of a county or prefecture, newest first', reply: evaluationList, query: evaluationsQuery },
  { method: 'post', path: '/regions/{code}/evaluations', summary: 'Judge every rule of a pack', status: 202, body: startEvaluation, reply: startEvaluationReply },
  { method: 'get', path: '/regions/{code}/evaluations/{evaluationId}', summary: 'A published evaluation; `newest` with a pack gives the last one', reply: evaluationReply, query: z.object({ pack: packId.optional() }) },
  { method: 'get', path: '/regions/{code}/evaluations/{evaluationId}/rules/{ruleId}/failing.geojson', summary: 'Units that fail a rule, with their places', type: 'application/geo+json', reply: failingGeoJson },
  { method: 'get', path: '/regions/{code}/evaluations/{evaluationId}/tiles/{encoding}/{ruleId}/{z}/{x}/{y}.mvt', summary: 'Units that fail a rule, as a vector tile', type: mvt },
  { method: 'post', path: '/regions/{code}/reported/{pack}/{ruleId}', summary: 'Enter a reported figure', status: 201, body: enterReported, reply: reportedEntry },
  { method: 'post', path: '/regions/{code}/reported/{pack}/{ruleId}/withdraw', summary: 'Withdraw a reported figure', status: 201, body: withdrawReported, reply: reportedEntry },
  { method: 'get', path: '/regions/{code}/reported/{pack}/{ruleId}/history', summary: 'Every version of a reported figure', reply: z.array(reportedEntry), query: partQuery },
  { method: 'get', path: '/regions/{code}/reported-attachments/{attachmentId}', summary: 'The attachment of a reported figure, to be saved', type: 'application/octet-stream' },
  { method: 'get', path: '/counties/{code}/jobs', summary: 'Jobs under way, queued or running, the oldest first', reply: jobList },
  { method: 'get', path: '/counties/{code}/jobs/{jobId}', summary: 'A job', reply: jobReply },
  { method: 'get', path: '/counties/{code}/jobs/{jobId}/events', summary: 'A job at every change, as server-sent events', type: 'text/event-stream' },
  { method: 'post', path: '/counties/{code}/jobs/{jobId}/cancel', summary: 'Cancel a job', status: 202, reply: jobReply },
  { method: 'get', path: '/policies', summary: 'Policy packs: those of the product, then the newest version of each uploaded one', reply: policyList },
  { method: 'get', path: '/policies/{id}', summary: 'A whole pack; of an uploaded one the newest version, or the one asked for', reply: policyDetail, query: policyVersionQuery },
  { method: 'post', path: '/policies/validate', summary: 'What is wrong with a pack, or what would be stored; stores nothing', body: policyUpload, reply: policyCheck },
  { method: 'put', path: '/policies/{id}', summary: 'Store a pack as a new version; 200 where the newest says the same', status: 201, body: policyUpload, reply: policyStored },
]

const parameterSchemas: Record<string, ZodType> = {
  code: countyCode,
  id: z.string(),
  runId: uuid,
  jobId: uuid,
  evaluationId: z.string(),
  forecastId: uuid,
  optimisationId: uuid,
  attachmentId: uuid,
  draftId: uuid,
  ruleId: z.string(),
  pack: packId,
  kind: z.string(),
  encoding: z.literal(tileEncoding),
  layer: z.string(),
  version: z.coerce.number().int(),
  z: z.coerce.number().int(),
  x: z.coerce.number().int(),
  y: z.coerce.number().int(),
}

export function createOpenApiDocument(version: string): object {
  const registry = new OpenAPIRegistry()
  for (const operation of operations) {
    const { method, path, summary, status = 200, type = 'application/json', reply, body, query } = operation
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    const params = names.length > 0 ? z.object(Object.fromEntries(names.map((name) => [name, parameterSchemas[name]]))) : undefined
    registry.registerPath({
      method,
      path: `/api/v1${path}`,
      summary,
      request: {
        ...(params ? { params } : {}),
        ...(query ? { query } : {}),
        ...(body ? { body: { content: { 'application/json': { schema: body } } } } : {}),
      },
      responses: {
        [status]: { description: summary, content: { [type]: { schema: reply ?? z.string() } } },
        default: { description: 'A refusal', content: { 'application/json': { schema: errorReply } } },
      },
    })
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: '颐圈 Yiquan', version, license: { name: 'MIT' } },
  })
}
