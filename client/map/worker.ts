import '../polyfills.ts'
import 'maplibre-gl/dist/maplibre-gl-worker.mjs'
