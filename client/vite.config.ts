import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  worker: {
    format: 'es',
    // MapLibre declares its worker free of side effects; shaken, nothing of it would be left.
    rolldownOptions: { treeshake: false },
  },
  build: {
    outDir: '../data/build/client',
    emptyOutDir: true,
    // County offices still run browsers of 2021.
    target: 'chrome87',
    cssTarget: 'chrome87',
    // The map library alone is about 1 MB; it is loaded apart from the shell.
    chunkSizeWarningLimit: 1500,
    // An inlined asset would be a data: address, which a strict CSP refuses.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})
